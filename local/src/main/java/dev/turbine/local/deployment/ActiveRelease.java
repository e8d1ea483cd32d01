package dev.turbine.local.deployment;

import dev.turbine.core.release.ReleaseId;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

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

  /** Copies, and refuses what has no release or no time. */
  public ActiveRelease {
    if (!ReleaseId.isValid(release)) {
      throw new IllegalArgumentException("No release has the id \"" + release + '"');
    }
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(since, "since");
    first = List.copyOf(first);
  }
}
