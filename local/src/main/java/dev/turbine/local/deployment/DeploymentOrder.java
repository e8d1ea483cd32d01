package dev.turbine.local.deployment;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ReleaseId;
import java.util.Objects;

/**
 * What somebody wants made active.
 *
 * @param release on this disk or in the store
 * @param by who wants it; may be empty
 * @param description in that person's words; may be empty
 */
public record DeploymentOrder(
    String release, ActiveRelease.Cause cause, String by, String description) {
  /** Refuses what is not the id of a release. */
  public DeploymentOrder {
    if (!ReleaseId.isValid(release)) {
      throw new TurbineException(
          Category.USAGE,
          "\"%s\" is not a release; expected 16 hex digits, see turbine releases"
              .formatted(release));
    }
    Objects.requireNonNull(cause, "cause");
  }
}
