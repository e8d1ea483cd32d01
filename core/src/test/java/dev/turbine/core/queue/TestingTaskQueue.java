package dev.turbine.core.queue;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;

/** A queue in memory for tests of what reads queues. */
public final class TestingTaskQueue implements TaskQueue {
  private final String name;
  private final boolean exists;
  private QueueDepth depth = new QueueDepth(0, 0);

  /** A queue that answers, or one that was never made. */
  public TestingTaskQueue(String name, boolean exists) {
    this.name = name;
    this.exists = exists;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public QueueDepth depth() {
    if (!exists) {
      throw new TurbineException(Category.FAILED, "There is no queue \"" + name + "\".");
    }
    return depth;
  }

  /** Sets what {@link #depth()} answers from now on. */
  public void become(QueueDepth newDepth) {
    depth = newDepth;
  }
}
