package dev.turbine.core.configuration;

import dev.turbine.core.scaling.WorkerSet;
import java.time.Duration;
import java.util.List;

/**
 * A worker set as turbine.yaml describes it.
 *
 * @param set how its number follows the demand
 * @param drainLimit how long a worker that leaves may take for its last tasks before they are cut;
 *     above 0
 * @param machineTypes EC2 instance types, the preferred one first; empty leaves the choice to the
 *     template. Used on AWS only
 * @param spotShare how much of the set's machines beyond {@code min} are spot instances, 0 to 1.
 *     Used on AWS only
 */
public record WorkerSetOptions(
    WorkerSet set, Duration drainLimit, List<String> machineTypes, double spotShare) {
  /** The set that serves the tasks without a queue of their own: {@code workers}. */
  public static final String DEFAULT_NAME = "default";

  /** More workers than a laptop can carry. */
  public static final int MOST = 64;

  /** More slots than one machine can carry. */
  public static final int MOST_CONCURRENT = 256;

  /** What a stack has when nothing says otherwise: one worker of four slots, always. */
  public static final WorkerSetOptions DEFAULT =
      new WorkerSetOptions(
          new WorkerSet(
              DEFAULT_NAME, List.of(DEFAULT_NAME), 1, 1, 4, 1, 0.5, Duration.ofSeconds(60)),
          Duration.ofDays(1),
          List.of(),
          0);

  /** Copies and checks the ranges. */
  public WorkerSetOptions {
    machineTypes = List.copyOf(machineTypes);
    if (set.max() > MOST || set.concurrency() > MOST_CONCURRENT) {
      throw new IllegalArgumentException(
          set + " has more than " + MOST + " workers or too many slots");
    }
    if (drainLimit.isNegative() || drainLimit.isZero() || !(spotShare >= 0 && spotShare <= 1)) {
      throw new IllegalArgumentException("drainLimit " + drainLimit + ", spotShare " + spotShare);
    }
  }

  /** How many tasks the set executes at once when it is as large as it may be. */
  public int slots() {
    return set.max() * set.concurrency();
  }
}
