package dev.turbine.airflow.settings;

import java.nio.file.Path;

/**
 * Where a stack's Airflow finds and leaves its files; all absolute.
 *
 * @param home Airflow's own folder, {@code AIRFLOW_HOME}
 * @param releases the stack's releases, from which DAGs and plugins are taken
 * @param agent the file that tells processes how to reach the daemon
 * @param taskLogs takes the logs of running tasks until they are in the object store
 * @param passwords the file of SimpleAuthManager's passwords
 * @param shared the folder that all workers share
 */
public record AirflowFolders(
    Path home, Path releases, Path agent, Path taskLogs, Path passwords, Path shared) {}
