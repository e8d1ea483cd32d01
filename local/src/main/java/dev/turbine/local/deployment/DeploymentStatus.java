package dev.turbine.local.deployment;

import java.util.List;
import java.util.Optional;

/**
 * Where a deployment stands.
 *
 * @param id such as {@code d-7f3a91c2}
 * @param steps those that are over, in order
 * @param lines what the hooks of appspec.yml have printed so far
 * @param notes what of appspec.yml has no effect on this machine
 * @param replaced the services that were replaced
 * @param failure why it failed; the release before is active still or again
 */
public record DeploymentStatus(
    String id,
    String release,
    State state,
    List<String> steps,
    List<String> lines,
    List<String> notes,
    List<String> replaced,
    Optional<String> failure) {
  /** Whether it is over, and how. */
  public enum State {
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  /** Copies. */
  public DeploymentStatus {
    steps = List.copyOf(steps);
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
    replaced = List.copyOf(replaced);
  }
}
