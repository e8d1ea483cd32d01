package dev.turbine.local.deployment;

import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.RunReleases;

/** Tells which releases runs need. */
public interface RunsInUse {
  /**
   * Looks; may take seconds.
   *
   * @return unknown when nobody answers: then no release may be removed
   */
  RunReleases look() throws InterruptedException;

  /**
   * Whether there is any run, also one that has ended, that is bound to a release: a person may
   * clear a task of it.
   *
   * @throws dev.turbine.core.TurbineException if nobody answers
   */
  boolean any(ReleaseId release) throws InterruptedException;
}
