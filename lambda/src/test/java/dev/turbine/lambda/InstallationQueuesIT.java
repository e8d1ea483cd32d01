package dev.turbine.lambda;

import dev.turbine.aws.queue.InstallationQueues;
import dev.turbine.core.queue.TaskQueue;
import dev.turbine.core.queue.TaskQueueContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class InstallationQueuesIT extends TaskQueueContract {
  private final TestingQueues server = new TestingQueues();
  private final InstallationQueues queues = new InstallationQueues(server.client(), "turbine");

  @AfterAll
  void close() {
    server.close();
  }

  @BeforeEach
  void empty() {
    server.deleteAll();
    server.create("turbine-default");
  }

  @Override
  protected TaskQueue queue() {
    return queues.queue("default");
  }

  @Override
  protected TaskQueue missingQueue() {
    return queues.queue("nowhere");
  }

  @Override
  protected void send() {
    server.send("turbine-default", 1);
  }

  @Override
  protected Runnable take() {
    return server.take("turbine-default");
  }
}
