package dev.turbine.core.scaling;

/** Measures the load of a worker set now: tasks divided by slots in service. */
public final class LoadMetric {
  private final int concurrency;

  /**
   * @param concurrency slots of each worker; at least 1
   */
  public LoadMetric(int concurrency) {
    if (concurrency < 1) {
      throw new IllegalArgumentException("concurrency is below 1: " + concurrency);
    }
    this.concurrency = concurrency;
  }

  /**
   * The load on the slots of idle and busy workers. Workers that start have none yet; those that
   * drain have none any more, and the tasks that they still run are not counted either.
   */
  public Load measure(ClusterSnapshot snapshot) {
    return switch (snapshot.demand()) {
      case Demand.Unreadable(String reason) -> new Load.Unknown(reason);
      case Demand.Tasks tasks ->
          load(snapshot.servedTasks(tasks), (long) snapshot.inService() * concurrency);
    };
  }

  private static Load load(long tasks, long slots) {
    if (tasks == 0) {
      return new Load.Measured(0);
    }
    return slots == 0 ? new Load.Unserved(tasks) : new Load.Measured((double) tasks / slots);
  }
}
