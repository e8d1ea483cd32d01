package dev.turbine.lambda;

import dev.turbine.aws.fleet.WorkerGroup;
import dev.turbine.aws.state.KeptState;
import dev.turbine.core.scaling.ScalingState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one round did.
 *
 * @param time when its groups were looked at
 * @param groups what it found; none when they could not be read
 * @param sets what became of each worker set
 * @param failures of the round as a whole, as sentences
 */
record RoundOutcome(
    Instant time, List<WorkerGroup> groups, List<SetOutcome> sets, List<String> failures) {
  RoundOutcome {
    groups = List.copyOf(groups);
    sets = List.copyOf(sets);
    failures = List.copyOf(failures);
  }

  /** A round that came to no decision at all. */
  static RoundOutcome failed(Instant time, String failure) {
    return new RoundOutcome(time, List.of(), List.of(), List.of(failure));
  }

  /** How many readings failed, or brought only a part. */
  int unread() {
    return failures.size() + (int) sets.stream().filter(SetOutcome::isUnread).count();
  }

  /** To be remembered for the next round. */
  KeptState next() {
    Map<String, ScalingState> states =
        sets.stream()
            .filter(set -> set.next().low().isPresent())
            .collect(Collectors.toMap(SetOutcome::set, SetOutcome::next));
    return new KeptState(time, states);
  }
}
