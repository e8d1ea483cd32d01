package dev.turbine.local.store;

import dev.turbine.airflow.python.PythonPackage;
import dev.turbine.airflow.python.PythonTests;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the Python tests of the workers' queue manners against the stack's own SQS server. With
 * {@code -Pendurance} each of them runs with kombu's stock transport, and must fail there; and
 * workers are stopped as often as nobody would wait for in every build.
 */
class QueueMannersIT {
  /** Shutdowns of workers to which messages are sent meanwhile. */
  private static final int MOMENTS = 10;

  private static final int MANY_MOMENTS = 200;

  @TempDir Path folder;

  @BeforeAll
  static void quieten() {
    StoreLogs.quieten();
  }

  @Test
  void workersHaveManners() throws Exception {
    run("ours", MOMENTS);
  }

  @Tag("endurance")
  @Test
  void theStockTransportHasNone() throws Exception {
    // Which of them loses one is chance, and the first ends it.
    run("stock", MANY_MOMENTS);
  }

  @Tag("endurance")
  @Test
  void noMessageIsLostHoweverOftenAWorkerStops() throws Exception {
    run("ours", MANY_MOMENTS, "-k", "in_the_moment_of_a_shutdown");
  }

  private void run(String transport, int moments, String... selection) throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path sources = Files.createDirectory(folder.resolve("python"));
    PythonPackage.extractTo(sources);
    try (QueueStore store = QueueStore.open(folder.resolve("queues"), port)) {
      Map<String, String> settings =
          Map.of(
              "TURBINE_TEST_SQS",
              store.access().endpoint().toString(),
              "TURBINE_TEST_TRANSPORT",
              transport,
              "TURBINE_TEST_MOMENTS",
              Integer.toString(moments),
              "PYTHONPATH",
              sources.toString(),
              "PYTHONDONTWRITEBYTECODE",
              "1");
      System.out.println(
          PythonTests.pass(
              Path.of("src/test/python"), settings, Duration.ofMinutes(45), selection));
    }
  }
}
