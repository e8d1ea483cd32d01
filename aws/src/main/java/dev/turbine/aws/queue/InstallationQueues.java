package dev.turbine.aws.queue;

import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.aws.call.AwsCall;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.core.queue.TaskQueue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Finds an installation's queues in SQS by their names. */
public final class InstallationQueues {
  private final SqsClient sqs;
  private final String installation;
  private final Map<String, String> addresses = new ConcurrentHashMap<>();

  /**
   * Asks nothing yet.
   *
   * @param sqs stays open and belongs to the caller
   * @param installation the name that each queue's name begins with
   */
  public InstallationQueues(SqsClient sqs, String installation) {
    this.sqs = sqs;
    this.installation = installation;
  }

  /**
   * The queue that Airflow calls so. Whether there is one shows when it is read; its address is
   * asked for once.
   */
  public TaskQueue queue(String name) {
    return new FoundQueue(name);
  }

  private String address(String name) {
    String full = installation + "-" + name;
    return addresses.computeIfAbsent(
        name,
        _ ->
            AwsCall.of(
                "The queue \"" + full + "\" was not found",
                () -> sqs.getQueueUrl(request -> request.queueName(full)).queueUrl()));
  }

  private final class FoundQueue implements TaskQueue {
    private final String name;

    private FoundQueue(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public QueueDepth depth() {
      return new SqsTaskQueue(sqs, name, address(name)).depth();
    }
  }
}
