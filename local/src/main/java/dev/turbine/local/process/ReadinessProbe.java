package dev.turbine.local.process;

import dev.turbine.core.service.Readiness;
import java.time.Instant;

/** Looks once whether a service does its work. */
public interface ReadinessProbe {
  /**
   * Looks; whatever cannot be seen is not ready.
   *
   * @param readiness what to look for
   * @param started when the service's process started; older signs of life are not its own
   */
  boolean isReady(Readiness readiness, Instant started) throws InterruptedException;
}
