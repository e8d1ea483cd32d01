package dev.turbine.local.fleet;

import java.time.Duration;
import java.util.List;

/** Hears what went wrong with workers that leave. */
@FunctionalInterface
public interface FleetListener {
  /**
   * A worker did not leave in time and was killed.
   *
   * @param worker its name
   * @param limit the time that it had
   * @param tasks Celery's ids of those that it still held, as far as it had told
   */
  void killed(String worker, Duration limit, List<String> tasks);
}
