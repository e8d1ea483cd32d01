package dev.turbine.core.appspec;

import java.time.Duration;
import java.util.Optional;

/**
 * A script that a project hooks to an event.
 *
 * @param location the script's path from the revision's root, without {@code .} and {@code ..}
 * @param timeout how long it may run; at least a second
 * @param runAs the user that is to run it, where the project names one
 * @param sudo whether it is to run with {@code sudo}; the agent knows the key, its documentation
 *     does not
 */
public record HookScript(String location, Duration timeout, Optional<String> runAs, boolean sudo) {
  /**
   * How long all scripts of one event may run together, and a script that says nothing:
   * CodeDeploy's limit.
   */
  public static final Duration EVENT_LIMIT = Duration.ofHours(1);

  /** Refuses a location outside of the revision and a timeout below a second. */
  public HookScript {
    if (location.isEmpty() || !FileMapping.withinRevision(location).equals(Optional.of(location))) {
      throw new IllegalArgumentException("no simple path in a revision: " + location);
    }
    if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("a timeout below a second: " + timeout);
    }
  }
}
