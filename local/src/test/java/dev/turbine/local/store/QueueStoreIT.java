package dev.turbine.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LONG;

import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.core.queue.QueueDepth;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

class QueueStoreIT {
  @TempDir Path folder;

  @BeforeAll
  static void quieten() {
    StoreLogs.quieten();
  }

  @Test
  void queuesOfAnEarlierRunGetTodaysAttributes() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (QueueStore store = QueueStore.open(folder, port);
        SqsClient sqs = store.access().client()) {
      sqs.setQueueAttributes(request ->
          request
              .queueUrl(store.access().address("default"))
              .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "7")));
    }
    try (QueueStore store = QueueStore.open(folder, port);
        SqsClient sqs = store.access().client()) {
      Map<QueueAttributeName, String> attributes =
          sqs.getQueueAttributes(request ->
                  request
                      .queueUrl(store.access().address("default"))
                      .attributeNames(QueueAttributeName.ALL))
              .attributes();
      assertThat(attributes)
          .containsEntry(QueueAttributeName.VISIBILITY_TIMEOUT, "120")
          .containsEntry(QueueAttributeName.RECEIVE_MESSAGE_WAIT_TIME_SECONDS, "10");
      assertThat(attributes.get(QueueAttributeName.REDRIVE_POLICY)).contains("dead-letter", "1000");
    }
  }

  /** ElasticMQ alone stops writing after some hundred of these; see application.conf. */
  @Test
  void messagesSentToWaitingReceiversAreOnDisk() throws Exception {
    int messages = 1_000;
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    try (QueueStore store = QueueStore.open(folder, port);
        SqsClient sqs = store.access().client();
        ExecutorService receivers = Executors.newFixedThreadPool(6)) {
      String address = store.access().address("default");
      AtomicInteger received = new AtomicInteger();
      for (int receiver = 0; receiver < 6; receiver++) {
        receivers.execute(() -> {
          while (received.get() < messages) {
            received.addAndGet(
                sqs.receiveMessage(request -> request.queueUrl(address).waitTimeSeconds(2))
                    .messages()
                    .size());
          }
        });
      }
      for (int message = 0; message < messages; message++) {
        sqs.sendMessage(request -> request.queueUrl(address).messageBody("x".repeat(2_000)));
      }
    }
    try (QueueStore store = QueueStore.open(folder, port);
        SqsClient sqs = store.access().client()) {
      assertThat(new SqsTaskQueue(sqs, "default", store.access().address("default")).depth())
          .extracting(QueueDepth::demand, LONG)
          // On a slow machine a send whose answer was late is sent again: SQS delivers at least
          // once.
          .isGreaterThanOrEqualTo(messages);
    }
  }
}
