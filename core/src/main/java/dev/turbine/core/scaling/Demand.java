package dev.turbine.core.scaling;

import dev.turbine.core.TurbineException;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.core.queue.TaskQueue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The tasks that a worker set's queues hold. */
public sealed interface Demand {
  /**
   * What the queues said.
   *
   * @param waiting messages that any worker may take; at least 0
   * @param taken messages that a worker has: tasks that run, or are about to; at least 0
   */
  record Tasks(long waiting, long taken) implements Demand {
    /** Refuses negative counts. */
    public Tasks {
      if (waiting < 0 || taken < 0) {
        throw new IllegalArgumentException(
            "Demand is never negative: waiting " + waiting + ", taken " + taken);
      }
    }

    /** All tasks that have not ended. */
    public long total() {
      return waiting + taken;
    }

    @Override
    public String toString() {
      return "%d task%s (%d waiting, %d taken)"
          .formatted(total(), total() == 1 ? "" : "s", waiting, taken);
    }
  }

  /**
   * At least one queue could not be read. This is not the same as no tasks.
   *
   * @param reason what went wrong, as a sentence for a person
   */
  record Unreadable(String reason) implements Demand {}

  /** Asks several queues, one after the other. The first that does not answer ends it. */
  static Demand measure(Collection<? extends TaskQueue> queues) {
    List<QueueDepth> depths = new ArrayList<>();
    for (TaskQueue queue : queues) {
      try {
        depths.add(queue.depth());
      } catch (TurbineException e) {
        return new Unreadable(e.getMessage());
      }
    }
    return of(depths);
  }

  /** The sum of several queues. */
  static Tasks of(Collection<QueueDepth> depths) {
    return new Tasks(
        depths.stream().mapToLong(QueueDepth::visible).sum(),
        depths.stream().mapToLong(QueueDepth::inFlight).sum());
  }
}
