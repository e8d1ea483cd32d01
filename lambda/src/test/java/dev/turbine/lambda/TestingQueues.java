package dev.turbine.lambda;

import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/** An SQS server in memory, and its queues. */
final class TestingQueues implements AutoCloseable {
  private static final Logger LIBRARIES = Logger.getLogger("");

  private final SQSRestServer server;
  private final URI endpoint;
  private final SqsClient client;

  TestingQueues() {
    LIBRARIES.setLevel(Level.WARNING);
    server = SQSRestServerBuilder.withInterface("127.0.0.1").withDynamicPort().start();
    endpoint = URI.create("http://127.0.0.1:" + server.waitUntilStarted().localAddress().getPort());
    client =
        SqsClient.builder()
            .endpointOverride(endpoint)
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "none")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  URI endpoint() {
    return endpoint;
  }

  SqsClient client() {
    return client;
  }

  /** Makes a queue, empty. */
  void create(String name) {
    client.createQueue(request -> request.queueName(name));
  }

  void delete(String name) {
    client.deleteQueue(request -> request.queueUrl(address(name)));
  }

  void deleteAll() {
    client
        .listQueues()
        .queueUrls()
        .forEach(url -> client.deleteQueue(request -> request.queueUrl(url)));
  }

  void send(String queue, int tasks) {
    for (int task = 0; task < tasks; task++) {
      client.sendMessage(request -> request.queueUrl(address(queue)).messageBody("task"));
    }
  }

  /** Takes one task as a worker does; returns what ends it. */
  Runnable take(String queue) {
    Message message =
        client.receiveMessage(request -> request.queueUrl(address(queue))).messages().getFirst();
    return () ->
        client.deleteMessage(
            request -> request.queueUrl(address(queue)).receiptHandle(message.receiptHandle()));
  }

  private String address(String queue) {
    return client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
  }

  @Override
  public void close() {
    client.close();
    server.stopAndWait();
  }
}
