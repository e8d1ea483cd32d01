package dev.turbine.local.store;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.REDRIVE_POLICY;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.VISIBILITY_TIMEOUT;

import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Makes the stack's queues, or gives those of an earlier run the attributes of today.
 *
 * <p>No retention period: ElasticMQ knows none and keeps messages for ever.
 */
record QueueAttributes(SqsClient sqs, QueueAccess access) {
  /** SQS's maximum, 12 hours: a task's message stays in flight as long as the task runs. */
  private static final String VISIBILITY = "43200";

  /** Seconds of a long poll, as Celery is told. */
  private static final String WAIT = "10";

  /**
   * High: a message is received again after each worker's death, and a task that kills its workers
   * ends by Airflow's own retries long before. It only stops a message that nothing can read.
   */
  private static final int MAX_RECEIVES = 100;

  void apply() {
    for (String queue : QueueAccess.QUEUES) {
      Map<QueueAttributeName, String> wanted = wanted(queue);
      if (!update(access.address(queue), wanted)) {
        sqs.createQueue(request -> request.queueName(queue).attributes(wanted));
      }
    }
  }

  private boolean update(String address, Map<QueueAttributeName, String> wanted) {
    try {
      sqs.setQueueAttributes(request -> request.queueUrl(address).attributes(wanted));
      return true;
    } catch (QueueDoesNotExistException e) {
      return false;
    }
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
