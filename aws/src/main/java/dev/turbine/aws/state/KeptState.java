package dev.turbine.aws.state;

import dev.turbine.core.scaling.ScalingState;
import java.time.Instant;
import java.util.Map;

/**
 * What decisions about all worker sets need to remember.
 *
 * @param time of the round that it is from
 * @param sets by the sets' names; one that is absent remembers nothing
 */
public record KeptState(Instant time, Map<String, ScalingState> sets) {
  /** Nothing is remembered, from no time at all. */
  public static final KeptState NONE = new KeptState(Instant.EPOCH, Map.of());

  /** Copies. */
  public KeptState {
    sets = Map.copyOf(sets);
  }

  /** What is remembered of a set. */
  public ScalingState of(String set) {
    return sets.getOrDefault(set, ScalingState.NONE);
  }
}
