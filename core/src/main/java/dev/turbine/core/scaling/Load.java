package dev.turbine.core.scaling;

/** How full the slots of a worker set are. */
public sealed interface Load {
  /**
   * Tasks for each slot in service: 0 is idle, 1 is exactly full, above 1 tasks wait.
   *
   * @param value at least 0
   */
  record Measured(double value) implements Load {}

  /**
   * There are tasks and no slot in service.
   *
   * @param tasks at least 1
   */
  record Unserved(long tasks) implements Load {}

  /**
   * The demand could not be read.
   *
   * @param reason as in {@link Demand.Unreadable}
   */
  record Unknown(String reason) implements Load {}
}
