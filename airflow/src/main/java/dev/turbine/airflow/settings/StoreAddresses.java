package dev.turbine.airflow.settings;

import java.net.URI;

/**
 * Where a stack's stores are.
 *
 * @param database {@code host:port/name}
 * @param databaseUser Airflow's own user
 * @param queues the SQS endpoint, such as {@code http://127.0.0.1:9324}
 * @param queue the URL of the default queue
 * @param objects the S3 endpoint
 * @param logsBucket takes the logs of tasks
 * @param dataBucket for whatever tasks keep
 */
public record StoreAddresses(
    String database,
    String databaseUser,
    URI queues,
    URI queue,
    URI objects,
    String logsBucket,
    String dataBucket) {}
