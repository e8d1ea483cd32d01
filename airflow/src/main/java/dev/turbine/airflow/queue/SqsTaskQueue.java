package dev.turbine.airflow.queue;

import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
import static software.amazon.awssdk.services.sqs.model.QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.core.queue.TaskQueue;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * A queue in SQS or in a server with its protocol.
 *
 * <p>Messages visible and not visible are Airflow's tasks queued and running because Celery
 * acknowledges late: it deletes a message when its task has ended.
 */
public final class SqsTaskQueue implements TaskQueue {
  private final SqsClient sqs;
  private final String name;
  private final String address;

  /**
   * Asks nothing yet.
   *
   * @param sqs stays open and belongs to the caller; its timeouts and retries bound each reading
   * @param name the queue's name in Airflow
   * @param address the queue's URL
   */
  public SqsTaskQueue(SqsClient sqs, String name, String address) {
    this.sqs = sqs;
    this.name = name;
    this.address = address;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public QueueDepth depth() {
    Map<QueueAttributeName, String> counts;
    try {
      counts =
          sqs.getQueueAttributes(request ->
                  request
                      .queueUrl(address)
                      .attributeNames(
                          APPROXIMATE_NUMBER_OF_MESSAGES,
                          APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
              .attributes();
    } catch (SdkException e) {
      throw new TurbineException(
          Category.FAILED,
          "The depth of the queue \"%s\" (%s) could not be read: %s"
              .formatted(name, address, e.getMessage()),
          e);
    }
    return new QueueDepth(
        count(counts, APPROXIMATE_NUMBER_OF_MESSAGES),
        count(counts, APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
  }

  private long count(Map<QueueAttributeName, String> counts, QueueAttributeName attribute) {
    String value = counts.get(attribute);
    if (value == null) {
      throw new TurbineException(
          Category.FAILED, "The queue \"%s\" did not report %s.".formatted(name, attribute));
    }
    return Long.parseLong(value);
  }
}
