package dev.turbine.local.store;

import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.core.queue.TaskQueue;
import dev.turbine.core.queue.TaskQueueContract;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Against the stack's own SQS server. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SqsTaskQueueIT extends TaskQueueContract {
  private final QueueStore store;
  private final SqsClient sqs;
  private final String address;

  SqsTaskQueueIT(@TempDir Path folder) throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    store = QueueStore.open(folder, port);
    sqs = store.access().client();
    address = store.access().address("default");
  }

  @BeforeAll
  static void quieten() {
    StoreLogs.quieten();
  }

  @AfterAll
  void close() {
    sqs.close();
    store.close();
  }

  @BeforeEach
  void empty() {
    sqs.purgeQueue(request -> request.queueUrl(address));
  }

  @Override
  protected TaskQueue queue() {
    return new SqsTaskQueue(sqs, "default", address);
  }

  @Override
  protected TaskQueue missingQueue() {
    return new SqsTaskQueue(sqs, "nowhere", store.access().address("nowhere"));
  }

  @Override
  protected void send() {
    sqs.sendMessage(request -> request.queueUrl(address).messageBody("task"));
  }

  @Override
  protected Runnable take() {
    String receipt =
        sqs.receiveMessage(request -> request.queueUrl(address))
            .messages()
            .getFirst()
            .receiptHandle();
    return () -> sqs.deleteMessage(request -> request.queueUrl(address).receiptHandle(receipt));
  }
}
