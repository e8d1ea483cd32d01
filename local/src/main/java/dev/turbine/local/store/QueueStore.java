package dev.turbine.local.store;

import com.typesafe.config.ConfigFactory;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.PortCheck;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.pekko.actor.Terminated;
import org.elasticmq.server.ElasticMQServer;
import org.elasticmq.server.config.ElasticMQServerConfig;
import scala.Function0;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * The stack's SQS server, within this process. What it has confirmed is in a file before, so that
 * messages and their receipts survive a sudden end. One per process: its file is opened through a
 * library that has one pool for all.
 */
public final class QueueStore implements AutoCloseable {
  private static final Duration RESTORE = Duration.ofMinutes(1);

  private final Function0<Terminated> stop;
  private final QueueAccess access;

  private QueueStore(Function0<Terminated> stop, QueueAccess access) {
    this.stop = stop;
    this.access = access;
  }

  /** As the other, with the default queue alone. */
  public static QueueStore open(Path directory, int port) {
    return open(directory, port, List.of(QueueAccess.DEFAULT));
  }

  /**
   * Returns when the messages of earlier runs are back and all queues exist with their attributes.
   *
   * @param directory the store's own folder; made when missing
   * @param queues of tasks; the one for dead letters is made too
   * @throws TurbineException when the port is taken or the server does not start
   */
  public static QueueStore open(Path directory, int port, List<String> queues) {
    PortCheck.requireFree(Port.QUEUE, port);
    Path absolute = directory.toAbsolutePath();
    try {
      PrivateFile.folder(absolute);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var config =
        ConfigFactory.parseMap(settings(absolute.resolve("messages"), port))
            .withFallback(ConfigFactory.load(QueueStore.class.getClassLoader()))
            .resolve();
    QueueAccess access = new QueueAccess(port);
    QueueStore store =
        new QueueStore(new ElasticMQServer(new ElasticMQServerConfig(config)).start(), access);
    try (SqsClient sqs = access.client()) {
      QueueAttributes attributes = new QueueAttributes(sqs, access);
      // Written when the queues exist: before, no message can be there.
      Path made = absolute.resolve("made");
      if (Files.exists(made) && !attributes.awaitRestored(madeQueues(made), RESTORE)) {
        throw new TurbineException(
            Category.FAILED,
            "The SQS server on port %d did not bring back the queues in %s within %d seconds."
                .formatted(port, absolute, RESTORE.toSeconds()));
      }
      List<String> all =
          Stream.concat(Stream.of(QueueAccess.DEAD_LETTERS), queues.stream()).toList();
      attributes.apply(all);
      PrivateFile.write(made, String.join("\n", all) + "\n");
      return store;
    } catch (IOException e) {
      store.close();
      throw new UncheckedIOException(e);
    } catch (SdkException e) {
      store.close();
      throw new TurbineException(
          Category.FAILED,
          "The SQS server on port %d did not start. Its data is in %s.\n  %s"
              .formatted(port, absolute, e.getMessage()),
          e);
    } catch (RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** An empty file is that of a version that made two queues. */
  private static List<String> madeQueues(Path made) throws IOException {
    List<String> names = Files.readAllLines(made);
    return names.isEmpty() ? List.of(QueueAccess.DEAD_LETTERS, QueueAccess.DEFAULT) : names;
  }

  private static Map<String, Object> settings(Path file, int port) {
    // WRITE_DELAY: H2 would confirm up to half a second before it writes.
    String database = "jdbc:h2:file:" + file + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    return Map.of(
        "rest-sqs.bind-hostname",
        "127.0.0.1",
        "rest-sqs.bind-port",
        port,
        "rest-stats.enabled",
        false,
        "node-address.host",
        "127.0.0.1",
        "node-address.port",
        port,
        "messages-storage.enabled",
        true,
        "messages-storage.uri",
        database);
  }

  /** How Airflow and others reach the server. */
  public QueueAccess access() {
    return access;
  }

  /** Stops the server. */
  @Override
  public void close() {
    stop.apply();
  }
}
