package dev.turbine.lambda;

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
 * @param sets each worker set; none when the groups could not be read
 * @param failures of the round as a whole, as sentences
 */
record RoundOutcome(Instant time, List<SetOutcome> sets, List<String> failures) {
  RoundOutcome {
    sets = List.copyOf(sets);
    failures = List.copyOf(failures);
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
