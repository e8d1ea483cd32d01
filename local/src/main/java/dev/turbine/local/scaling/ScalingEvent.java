package dev.turbine.local.scaling;

import java.time.Instant;

/**
 * Something that was decided about workers, or that happened to them.
 *
 * @param time when
 * @param set the name of the worker set
 * @param kind what it was
 * @param workers how many workers stay after it
 * @param reason why, in words and numbers for a person
 */
public record ScalingEvent(Instant time, String set, Kind kind, int workers, String reason) {
  /** What can happen. */
  public enum Kind {
    /** Workers start. */
    GROW,
    /** Idle workers leave. */
    SHRINK,
    /** The demand became unknown, or known again: nothing changes. */
    HOLD,
    /** A worker that did not poll any more leaves, another comes. */
    REPLACE,
    /** A worker that did not leave in time was killed. */
    CUT,
    /** A decision could not be made or carried out. */
    FAILED
  }
}
