package dev.turbine.core.queue;

class TestingTaskQueueTest extends TaskQueueContract {
  private final TestingTaskQueue queue = new TestingTaskQueue("default", true);

  @Override
  protected TaskQueue queue() {
    return queue;
  }

  @Override
  protected TaskQueue missingQueue() {
    return new TestingTaskQueue("nowhere", false);
  }

  @Override
  protected void send() {
    change(1, 0);
  }

  @Override
  protected Runnable take() {
    change(-1, 1);
    return () -> change(0, -1);
  }

  private void change(int visible, int inFlight) {
    QueueDepth depth = queue.depth();
    queue.become(new QueueDepth(depth.visible() + visible, depth.inFlight() + inFlight));
  }
}
