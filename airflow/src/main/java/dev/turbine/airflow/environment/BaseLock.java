package dev.turbine.airflow.environment;

/**
 * What is known of a lock that ships with Turbine.
 *
 * @param airflowVersion such as {@code 3.3.1}
 * @param sha256 of its text
 */
public record BaseLock(String airflowVersion, String sha256) {}
