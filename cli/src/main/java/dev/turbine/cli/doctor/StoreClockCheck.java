package dev.turbine.cli.doctor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Whether a store and this process agree about the time.
 *
 * @param subject the store's clock
 * @param time asks the store
 * @param clock of this process
 */
record StoreClockCheck(String subject, Callable<Instant> time, Clock clock) implements Check {
  /** The S3 server tells whole seconds, and the question takes a while. */
  private static final Duration TOLERANCE = Duration.ofSeconds(5);

  @Override
  public List<Finding> examine() throws Exception {
    Instant theirs = time.call();
    Duration apart = Duration.between(theirs, clock.instant()).abs();
    String seen = apart.toSeconds() + " s apart from this process";
    return List.of(
        apart.compareTo(TOLERANCE) <= 0
            ? Finding.ok(subject, seen)
            : Finding.failed(
                subject, seen, "The clock has jumped: turbine down, set it, turbine up."));
  }
}
