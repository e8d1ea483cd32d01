package dev.turbine.airflow.settings;

import java.nio.file.Path;

/**
 * Where a stack's Airflow finds and leaves its files; all absolute.
 *
 * @param home Airflow's own folder, {@code AIRFLOW_HOME}
 * @param dags the folder of the DAG files
 * @param plugins the folder of the plugins; need not exist
 * @param taskLogs takes the logs of running tasks until they are in the object store
 * @param passwords the file of SimpleAuthManager's passwords
 * @param shared the folder that all workers share
 */
public record AirflowFolders(
    Path home, Path dags, Path plugins, Path taskLogs, Path passwords, Path shared) {}
