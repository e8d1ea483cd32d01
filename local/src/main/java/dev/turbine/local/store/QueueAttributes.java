package dev.turbine.local.store;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import dev.turbine.airflow.settings.AirflowSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueNameExistsException;

/**
 * Makes the stack's queues, or gives those of an earlier run the attributes of today.
 *
 * <p>No retention period: ElasticMQ knows none and keeps messages for ever.
 */
record QueueAttributes(SqsClient sqs, QueueAccess access) {
  private static final String VISIBILITY =
      Integer.toString(AirflowSettings.VISIBILITY_TIMEOUT_SECONDS);

  /** Seconds of a long poll, as Celery is told. */
  private static final String WAIT = "10";

  /**
   * SQS's maximum. A message is received again after each worker's death, and each time that a
   * worker had no slot for it and gave it back: it must not be lost by that. This only stops a
   * message that nothing can read.
   */
  private static final int MAX_RECEIVES = 1000;

  private static final Duration POLL = Duration.ofMillis(20);

  /** Makes each queue, the dead letters' first, as others name it. */
  void apply(List<String> queues) {
    for (String queue : queues) {
      Map<QueueAttributeName, String> wanted = wanted(queue);
      try {
        sqs.createQueue(request -> request.queueName(queue).attributes(wanted));
      } catch (QueueNameExistsException e) {
        // It has other attributes.
        sqs.setQueueAttributes(
            request -> request.queueUrl(access.address(queue)).attributes(wanted));
      }
    }
  }

  /**
   * Waits until the queues of an earlier run are back. The server answers before, and a queue made
   * meanwhile would take the place of the one with the messages.
   *
   * @param queues those that had been made
   * @return whether they came back within the timeout
   */
  boolean awaitRestored(List<String> queues, Duration timeout) {
    List<String> addresses = queues.stream().map(access::address).toList();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!sqs.listQueues().queueUrls().containsAll(addresses)) {
      if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return true;
  }

  private Map<QueueAttributeName, String> wanted(String queue) {
    Map<QueueAttributeName, String> attributes = new LinkedHashMap<>();
    attributes.put(VISIBILITY_TIMEOUT, VISIBILITY);
    attributes.put(RECEIVE_MESSAGE_WAIT_TIME_SECONDS, WAIT);
    if (!queue.equals(QueueAccess.DEAD_LETTERS)) {
      attributes.put(
          REDRIVE_POLICY,
          "{\"deadLetterTargetArn\":\"arn:aws:sqs:elasticmq:000000000000:%s\",\"maxReceiveCount\":%d}"
              .formatted(QueueAccess.DEAD_LETTERS, MAX_RECEIVES));
    }
    return attributes;
  }
}
