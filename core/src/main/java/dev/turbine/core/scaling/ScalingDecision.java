package dev.turbine.core.scaling;

import java.util.List;

/**
 * What to do about the number of workers. Numbers count workers that stay, not those that drain,
 * and are absolute: a decision that is applied twice changes nothing the second time.
 */
public sealed interface ScalingDecision {
  /** Why, in words and numbers for a person. */
  String reason();

  /** The number of staying workers when this has been applied. */
  int workers();

  /**
   * Start workers.
   *
   * @param from how many stay now
   * @param workers how many there must be; above {@code from}
   */
  record Grow(int from, int workers, String reason) implements ScalingDecision {
    /** Refuses what is no growth. */
    public Grow {
      if (workers <= from) {
        throw new IllegalArgumentException("Grow from " + from + " to " + workers);
      }
    }
  }

  /**
   * Let idle workers leave: each stops taking tasks, finishes one that it got meanwhile, and ends.
   *
   * @param leaving names of workers that were idle; at least one
   * @param workers how many stay
   */
  record Shrink(List<String> leaving, int workers, String reason) implements ScalingDecision {
    /** Copies; refuses what is no shrinking. */
    public Shrink {
      leaving = List.copyOf(leaving);
      if (leaving.isEmpty() || workers < 0) {
        throw new IllegalArgumentException("Shrink by " + leaving + " to " + workers);
      }
    }
  }

  /**
   * Change nothing.
   *
   * @param workers how many stay
   */
  record Hold(int workers, String reason) implements ScalingDecision {}
}
