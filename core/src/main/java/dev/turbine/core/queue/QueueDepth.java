package dev.turbine.core.queue;

/**
 * How many messages a queue held at one moment.
 *
 * @param visible messages that any worker may take: tasks that wait; at least 0
 * @param inFlight messages that a worker has taken and not yet deleted: tasks that run; at least 0
 */
public record QueueDepth(long visible, long inFlight) {
  /** Refuses negative counts. */
  public QueueDepth {
    if (visible < 0 || inFlight < 0) {
      throw new IllegalArgumentException(
          "A queue depth is never negative: visible " + visible + ", in flight " + inFlight);
    }
  }

  /**
   * Tasks queued plus tasks running. Celery deletes a message when its task has ended, so no
   * database is asked for this.
   */
  public long demand() {
    return visible + inFlight;
  }
}
