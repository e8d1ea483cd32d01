package dev.turbine.core.scaling;

import java.time.Instant;
import java.util.Optional;

/**
 * What {@link ScalingPolicy} must remember from one decision to the next. Who loses it starts again
 * from {@link #NONE}; workers then leave later, nothing else.
 *
 * @param low the time of low load that lasts until now, if it is low; a window at most, unless
 *     workers that were too many were not idle
 */
public record ScalingState(Optional<LowLoad> low) {
  /** Nothing is remembered. */
  public static final ScalingState NONE = new ScalingState(Optional.empty());

  /**
   * A time of low load.
   *
   * @param since when it began
   * @param peak the most workers that were needed at once during it
   */
  public record LowLoad(Instant since, int peak) {}
}
