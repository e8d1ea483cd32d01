package dev.turbine.aws.metric;

import java.util.List;

/**
 * Who polls what, of one worker set.
 *
 * @param group the name of its Auto Scaling group, which counts the workers
 * @param queues the full names of the queues that each of its workers polls; at least one
 */
public record Polls(String group, List<String> queues) {
  /** Copies; refuses workers without a queue. */
  public Polls {
    queues = List.copyOf(queues);
    if (queues.isEmpty()) {
      throw new IllegalArgumentException("The workers of " + group + " poll no queue");
    }
  }
}
