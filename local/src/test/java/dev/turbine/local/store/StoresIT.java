package dev.turbine.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.core.TurbineException;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.local.port.ListeningSocket;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.PortCheck;
import dev.turbine.local.secret.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The three servers, each time in a JVM of their own as a daemon holds them. */
class StoresIT {
  @TempDir Path folder;
  private Path stack;
  private Path cache;

  @BeforeEach
  void nameFolders() {
    stack = folder.resolve("my prøject ☃/.turbine");
    cache = TestCache.folder();
  }

  @AfterEach
  void stopSurvivors() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(path -> path.endsWith("postmaster.pid")).toList()) {
        Postmaster.of(file.getParent()).ifPresent(left -> left.process().destroyForcibly());
      }
    }
  }

  @Test
  void contentSurvivesASuddenEndAndAnOrderlyOne() throws Exception {
    StoresProcess killed = open(stack);
    assertThat(killed.said()).as("libraries print nothing of their own").isEmpty();
    writeAll(killed, "kept");
    ProcessHandle postmaster = postmaster(stack);
    int port = killed.port(Port.DATABASE);
    try (Connection survivor = database(killed).connect()) {
      killed.kill();
      assertThat(postmaster.isAlive()).isTrue();
      try (StoresProcess stores = open(stack)) {
        assertThat(postmaster(stack)).as("adopted").isEqualTo(postmaster);
        assertThat(stores.port(Port.DATABASE)).isEqualTo(port);
        assertThat(survivor.isValid(5)).as("a service's connection was not cut").isTrue();
        readAll(stores, "kept");
      }
    }
    assertThat(Postmaster.of(stack.resolve("postgres/data"))).isEmpty();
    assertThat(PortCheck.isFree(port)).isTrue();
    try (StoresProcess stores = open(stack)) {
      assertThat(stores.port(Port.DATABASE)).as("remembered").isEqualTo(port);
      readAll(stores, "kept");
      assertThat(taken(stores)).isEqualTo("kept");
    }
  }

  @Test
  void twoStacksRunSideBySideOnTheLoopbackOnlyBehindTheirPasswords() throws Exception {
    Path other = folder.resolve("other/.turbine");
    try (StoresProcess one = open(stack);
        StoresProcess two = open(other)) {
      assertRoundTrips(one);
      writeAll(one, "of one");
      writeAll(two, "of two");
      readAll(one, "of one");
      readAll(two, "of two");
      for (Port port : Port.values()) {
        assertThat(one.port(port)).isNotEqualTo(two.port(port));
      }
      assertLoopback(one.handle(), two.handle(), postmaster(stack), postmaster(other));
      String key = Secrets.of(stack).objectsAccessKey();
      try (S3Client s3 = new ObjectAccess(one.port(Port.OBJECTS), key, "wrong").client()) {
        assertThatThrownBy(s3::listBuckets)
            .isInstanceOfSatisfying(
                S3Exception.class, refusal -> assertThat(refusal.statusCode()).isEqualTo(403));
      }
    }
  }

  @Test
  void takenPortsAreNamedWithTheirKeys() throws IOException {
    Secrets secrets = Secrets.of(stack);
    try (ServerSocket other = new ServerSocket(0)) {
      int port = other.getLocalPort();
      assertThatThrownBy(
              () -> PostgresStore.open(stack.resolve("postgres"), port, 4, secrets, cache))
          .isInstanceOf(TurbineException.class)
          .hasMessageContainingAll("" + port, "ports.database");
      assertThatThrownBy(() -> QueueStore.open(stack.resolve("queues"), port))
          .isInstanceOf(TurbineException.class)
          .hasMessageContainingAll("" + port, "ports.queue");
      assertThatThrownBy(() -> ObjectStore.open(stack.resolve("objects"), port, secrets))
          .isInstanceOf(TurbineException.class)
          .hasMessageContainingAll("" + port, "ports.objects");
    }
    assertThat(stack.resolve("postgres/data")).doesNotExist();
  }

  private static void assertLoopback(ProcessHandle... processes) {
    List<ListeningSocket> sockets = Stream.of(processes).flatMap(StoresIT::listening).toList();
    assertThat(sockets).as("three stores of each of two stacks").hasSize(6);
    assertThat(sockets)
        .extracting(ListeningSocket::address)
        .allMatch(InetAddress::isLoopbackAddress);
  }

  private static void assertRoundTrips(StoresProcess stores) throws SQLException {
    assertThat(RoundTrip.through(database(stores)).took()).isPositive();
    assertThat(RoundTrip.through(queues(stores)).took()).isPositive();
    assertThat(RoundTrip.through(objects(stores)).took()).isPositive();
    try (SqsClient sqs = queues(stores).client();
        S3Client s3 = objects(stores).client();
        Connection connection = database(stores).connect();
        Statement statement = connection.createStatement()) {
      assertThat(sqs.listQueues().queueUrls())
          .containsExactlyInAnyOrder(
              queues(stores).address("default"), queues(stores).address("dead-letter"));
      assertThat(s3.listObjectsV2(request -> request.bucket("turbine-data")).contents()).isEmpty();
      assertThat(one(statement, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
          .isEqualTo("0");
    }
  }

  private StoresProcess open(Path directory) throws IOException {
    return StoresProcess.open(directory, cache, Map.of());
  }

  private static void writeAll(StoresProcess stores, String text) throws SQLException {
    try (SqsClient sqs = queues(stores).client();
        S3Client s3 = objects(stores).client();
        Connection connection = database(stores).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT '" + text + "' AS text");
      s3.putObject(
          request -> request.bucket("turbine-logs").key("a/b ü.log"), RequestBody.fromString(text));
      String queue = queues(stores).address("default");
      sqs.sendMessage(request -> request.queueUrl(queue).messageBody(text + ", taken"));
      assertThat(sqs.receiveMessage(request -> request.queueUrl(queue)).messages()).hasSize(1);
      sqs.sendMessage(request -> request.queueUrl(queue).messageBody(text));
    }
  }

  private static void readAll(StoresProcess stores, String text) throws SQLException {
    try (SqsClient sqs = queues(stores).client();
        S3Client s3 = objects(stores).client();
        Connection connection = database(stores).connect();
        Statement statement = connection.createStatement()) {
      assertThat(one(statement, "SELECT text FROM kept")).isEqualTo(text);
      assertThat(
              s3.getObjectAsBytes(request -> request.bucket("turbine-logs").key("a/b ü.log"))
                  .asUtf8String())
          .isEqualTo(text);
      String queue = queues(stores).address("default");
      assertThat(new SqsTaskQueue(sqs, "default", queue).depth())
          .as("one waits, one is in flight")
          .isEqualTo(new QueueDepth(1, 1));
    }
  }

  private static String taken(StoresProcess stores) {
    try (SqsClient sqs = queues(stores).client()) {
      String queue = queues(stores).address("default");
      return sqs.receiveMessage(request -> request.queueUrl(queue)).messages().getFirst().body();
    }
  }

  private static Stream<ListeningSocket> listening(ProcessHandle process) {
    return ListeningSocket.all().stream().filter(socket -> socket.isHeldBy(process));
  }

  private static ProcessHandle postmaster(Path stack) throws IOException {
    return Postmaster.of(stack.resolve("postgres/data")).orElseThrow().process();
  }

  private static DatabaseAccess database(StoresProcess stores) {
    return DatabaseAccess.airflow(
        stores.port(Port.DATABASE), Secrets.of(stores.stack()).databaseAirflow());
  }

  private static QueueAccess queues(StoresProcess stores) {
    return new QueueAccess(stores.port(Port.QUEUE));
  }

  private static ObjectAccess objects(StoresProcess stores) {
    Secrets secrets = Secrets.of(stores.stack());
    return new ObjectAccess(
        stores.port(Port.OBJECTS), secrets.objectsAccessKey(), secrets.objectsSecretKey());
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
