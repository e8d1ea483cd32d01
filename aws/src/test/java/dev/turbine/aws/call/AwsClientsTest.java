package dev.turbine.aws.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.turbine.core.TurbineException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

class AwsClientsTest {
  private static final String GROUPS =
      "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups/>"
          + "</DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>";
  private static final String THROTTLING =
      "<ErrorResponse><Error><Type>Sender</Type><Code>Throttling</Code>"
          + "<Message>Rate exceeded</Message></Error><RequestId>%s</RequestId></ErrorResponse>";

  private final AtomicInteger requests = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private HttpServer server;
  private AwsClients clients;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    clients =
        AwsClients.open(
            Region.US_EAST_1,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "not-a-secret")),
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())));
  }

  @AfterEach
  void stop() {
    end.countDown();
    clients.close();
    server.stop(0);
  }

  @Test
  void throttlingIsRepeated() {
    server.createContext("/", exchange -> answer(exchange, requests.incrementAndGet() < 3));
    assertThat(clients.autoScaling().describeAutoScalingGroups().autoScalingGroups()).isEmpty();
    assertThat(requests).hasValue(3);
  }

  @Test
  void throttlingIsNotRepeatedForEver() {
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          answer(exchange, true);
        });
    assertThatThrownBy(() ->
            AwsCall.of(
                "The groups could not be read",
                () -> clients.autoScaling().describeAutoScalingGroups()))
        .isInstanceOf(TurbineException.class)
        .hasMessage("The groups could not be read: Throttling, Rate exceeded");
    assertThat(requests).hasValue(3);
  }

  /** The server never answers: without limits this test would not end. */
  @Test
  void aServerThatAcceptsAndIsSilentIsGivenUp() {
    server.createContext(
        "/",
        exchange -> {
          requests.incrementAndGet();
          try {
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    assertThatThrownBy(() ->
            AwsCall.of(
                "The groups could not be read",
                () -> clients.autoScaling().describeAutoScalingGroups()))
        .isInstanceOf(TurbineException.class)
        .hasMessageStartingWith("The groups could not be read: ");
    assertThat(requests.get()).isBetween(1, 3);
  }

  private void answer(HttpExchange exchange, boolean throttled) {
    byte[] body =
        (throttled ? THROTTLING.formatted(requests) : GROUPS).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().add("Content-Type", "text/xml");
      exchange.sendResponseHeaders(throttled ? 400 : 200, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
