package dev.turbine.cli;

import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.core.scaling.Demand;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.store.QueueAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Queues of a stack that is up, as SQS itself knows them. */
record StackQueues(SqsClient sqs, QueueAccess access, List<String> names) implements AutoCloseable {
  static StackQueues of(TestingStack stack, List<String> names) {
    QueueAccess access =
        new QueueAccess(Ports.remembered(stack.root().resolve(".turbine")).get(Port.QUEUE));
    return new StackQueues(access.client(), access, names);
  }

  /** What all of them hold. */
  Demand.Tasks depth() {
    return Demand.of(
        names.stream()
            .map(name -> new SqsTaskQueue(sqs, name, access.address(name)).depth())
            .toList());
  }

  /** For how long a message is in nobody's hands when its receiver has died. */
  void visibility(Duration timeout) {
    for (String name : names) {
      sqs.setQueueAttributes(request ->
          request
              .queueUrl(access.address(name))
              .attributes(
                  Map.of(
                      QueueAttributeName.VISIBILITY_TIMEOUT, Long.toString(timeout.toSeconds()))));
    }
  }

  @Override
  public void close() {
    sqs.close();
  }
}
