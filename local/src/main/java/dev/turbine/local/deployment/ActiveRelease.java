package dev.turbine.local.deployment;

import java.time.Instant;
import java.util.List;

/**
 * The release that new runs use.
 *
 * @param release which
 * @param cause how it became active
 * @param by who made it so; may be empty
 * @param description in that person's words; may be empty
 * @param since when
 * @param first DAG files, relative to {@code dags/}, to read before all others
 */
public record ActiveRelease(
    String release, Cause cause, String by, String description, Instant since, List<String> first) {
  /** How a release becomes active. */
  public enum Cause {
    /** A file was saved, or had changed when the stack came up. */
    SAVED,
    /** {@code turbine deploy}. */
    DEPLOYED,
    /** {@code turbine rollback}. */
    ROLLED_BACK
  }

  /** Copies. */
  public ActiveRelease {
    first = List.copyOf(first);
  }
}
