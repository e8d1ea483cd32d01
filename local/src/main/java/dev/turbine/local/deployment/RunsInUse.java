package dev.turbine.local.deployment;

import dev.turbine.core.release.RunReleases;

/** Tells which releases runs need. */
@FunctionalInterface
public interface RunsInUse {
  /**
   * Looks; may take seconds.
   *
   * @return unknown when nobody answers: then no release may be removed
   */
  RunReleases look() throws InterruptedException;
}
