package dev.turbine.core.queue;

/** A queue of tasks, as one who decides about workers sees it. */
public interface TaskQueue {
  /** The queue's name, as it stands in Airflow's {@code queue} of a task. */
  String name();

  /**
   * The depth now. SQS's own counts are approximate for some seconds after a change.
   *
   * @throws dev.turbine.core.TurbineException when the queue does not answer or does not exist
   */
  QueueDepth depth();
}
