package dev.turbine.infrastructure.cluster;

/**
 * What Turbine itself publishes in the namespace {@link #NAMESPACE}, each with the dimension
 * StackName; those of a worker set also with the dimension WorkerSet.
 */
public enum Metric {
  /** Tasks queued and running, of a worker set; from the function. */
  DEMAND("Demand"),
  /** Slots of the workers in service, of a worker set; from the function. */
  SLOTS("Slots"),
  /** Demand divided by slots, of a worker set; from the function. */
  LOAD("Load"),
  /** Workers that there are to be, as decided, of a worker set; from the function. */
  WORKERS("Workers"),
  /** The load average from empty receives, of the stack; from the function. */
  CLUSTER_LOAD("ClusterLoad"),
  /** Measurements that failed, 0 when all went well, of the stack; from the function. */
  READ_FAILURES("ReadFailures"),
  /** Airflow services of a machine that do not work, of the stack; from each agent. */
  UNHEALTHY_SERVICES("UnhealthyServices");

  /** Where they are published. */
  public static final String NAMESPACE = "Turbine";

  private final String metricName;

  Metric(String metricName) {
    this.metricName = metricName;
  }

  /** The name in CloudWatch. */
  public String metricName() {
    return metricName;
  }
}
