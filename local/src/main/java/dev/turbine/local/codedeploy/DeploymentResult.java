package dev.turbine.local.codedeploy;

import dev.turbine.local.codedeploy.EventOutcome.Failed;
import java.util.List;
import java.util.Optional;

/**
 * What became of a deployment.
 *
 * @param outcomes one for each event, in their order
 * @param notes what of the appspec has no effect on this machine, in lines for a person
 */
public record DeploymentResult(List<EventOutcome> outcomes, List<String> notes) {
  /** Copies both. */
  public DeploymentResult {
    outcomes = List.copyOf(outcomes);
    notes = List.copyOf(notes);
  }

  /** The failure that ended it; empty if it succeeded. A failure that was to be ignored is none. */
  public Optional<Failed> failure() {
    // Only a failure that ends a deployment leaves events unreached, or is its last.
    for (int i = 0; i < outcomes.size(); i++) {
      boolean last =
          i + 1 == outcomes.size() || outcomes.get(i + 1) instanceof EventOutcome.NotReached;
      if (last && outcomes.get(i) instanceof Failed failed) {
        return Optional.of(failed);
      }
    }
    return Optional.empty();
  }
}
