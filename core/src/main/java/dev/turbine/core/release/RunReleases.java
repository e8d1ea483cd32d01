package dev.turbine.core.release;

import java.util.Set;

/** The releases that runs of DAGs need: a look at them may fail, and then nothing is known. */
public sealed interface RunReleases {
  /**
   * All of them.
   *
   * @param releases those that unfinished runs are bound to, and those that a run that began now
   *     would use
   */
  record Known(Set<ReleaseId> releases) implements RunReleases {
    /** Copies. */
    public Known {
      releases = Set.copyOf(releases);
    }
  }

  /**
   * Nobody could tell.
   *
   * @param reason why, in words to follow a colon
   */
  record Unknown(String reason) implements RunReleases {}
}
