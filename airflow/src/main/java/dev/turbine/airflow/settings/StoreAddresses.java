package dev.turbine.airflow.settings;

import java.net.URI;
import java.util.Map;

/**
 * Where a stack's stores are.
 *
 * @param database {@code host:port/name}
 * @param databaseUser Airflow's own user
 * @param queues the SQS endpoint, such as {@code http://127.0.0.1:9324}
 * @param taskQueues the URL of each queue of tasks, by the name that Airflow has for it
 * @param objects the S3 endpoint
 * @param logsBucket takes the logs of tasks
 * @param dataBucket for whatever tasks keep
 */
public record StoreAddresses(
    String database,
    String databaseUser,
    URI queues,
    Map<String, URI> taskQueues,
    URI objects,
    String logsBucket,
    String dataBucket) {
  /** Copies. */
  public StoreAddresses {
    taskQueues = Map.copyOf(taskQueues);
  }
}
