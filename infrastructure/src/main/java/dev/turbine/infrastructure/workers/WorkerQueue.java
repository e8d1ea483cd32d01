package dev.turbine.infrastructure.workers;

import dev.turbine.infrastructure.template.Accepted;
import dev.turbine.infrastructure.template.Fields;
import dev.turbine.infrastructure.template.Template;
import dev.turbine.infrastructure.template.TlsOnly;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.sqs.CfnQueue;

/** The queue of a worker set, and where messages end up that no worker can deal with. */
final class WorkerQueue {
  /**
   * Workers extend it for as long as a task runs; so a lost worker's tasks come back after two
   * minutes.
   */
  private static final int VISIBILITY_SECONDS = 120;

  private static final int LONG_POLL_SECONDS = 20;

  /** SQS's maximum: a weekend's backlog is still there on Monday. */
  private static final int RETENTION_SECONDS = 1_209_600;

  /**
   * Workers give back what they have no slot for, and each time counts as a receive: in a burst a
   * message may be received dozens of times before its turn. SQS takes no more than this.
   */
  private static final int RECEIVES = 1000;

  private final CfnQueue queue;
  private final CfnQueue deadLetters;
  private final CfnResource policy;

  WorkerQueue(Template template) {
    String name = template.ref(Fields.NAME) + "-" + template.ref(WorkerFields.WORKER_SET);
    this.deadLetters =
        CfnQueue.Builder.create(template, "DeadLetterQueue")
            .queueName(name + "-dead")
            .messageRetentionPeriod(RETENTION_SECONDS)
            .sqsManagedSseEnabled(true)
            .redriveAllowPolicy(
                Map.of(
                    "redrivePermission",
                    "byQueue",
                    "sourceQueueArns",
                    new String[] {
                      Fn.sub(
                          "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${Name}-${WorkerSet}")
                    }))
            .build();
    this.queue =
        CfnQueue.Builder.create(template, "Queue")
            .queueName(name)
            .visibilityTimeout(VISIBILITY_SECONDS)
            .receiveMessageWaitTimeSeconds(LONG_POLL_SECONDS)
            .messageRetentionPeriod(RETENTION_SECONDS)
            .sqsManagedSseEnabled(true)
            .redrivePolicy(
                Map.of(
                    "deadLetterTargetArn", deadLetters.getAttrArn(), "maxReceiveCount", RECEIVES))
            .build();
    for (CfnQueue each : List.of(queue, deadLetters)) {
      Accepted.finding(
          each, "CKV_AWS_27", "SQS encrypts it with its own key, which checkov takes for none.");
    }
    this.policy = TlsOnly.queue(template, "QueuePolicy", queue);
    TlsOnly.queue(template, "DeadLetterQueuePolicy", deadLetters);
  }

  /** The policy of the queue, which is made after the queue and deleted before. */
  CfnResource policy() {
    return policy;
  }

  String url() {
    return queue.getRef();
  }

  String name() {
    return queue.getAttrQueueName();
  }

  String deadLettersName() {
    return deadLetters.getAttrQueueName();
  }
}
