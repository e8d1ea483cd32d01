package dev.turbine.local.store;

import dev.turbine.airflow.python.PythonPackage;
import dev.turbine.airflow.python.PythonTests;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Runs Python tests of workers against the stack's own SQS server. */
final class WorkerTests {
  /** Turbine's transport, and kombu's, with which each test must fail. */
  enum Transport {
    OURS,
    STOCK
  }

  private WorkerTests() {}

  /**
   * Fails with what pytest printed if a test does.
   *
   * @param folder an empty one
   * @param settings environment variables of the tests' own
   * @param selection as pytest takes it
   */
  static void pass(
      Path folder, Transport transport, Map<String, String> settings, String... selection)
      throws Exception {
    StoreLogs.quieten();
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Path sources = Files.createDirectory(folder.resolve("python"));
    PythonPackage.extractTo(sources);
    try (QueueStore store = QueueStore.open(folder.resolve("queues"), port)) {
      Map<String, String> variables = new HashMap<>(settings);
      variables.put("TURBINE_TEST_SQS", store.access().endpoint().toString());
      variables.put("TURBINE_TEST_TRANSPORT", transport.name().toLowerCase(Locale.ROOT));
      variables.put("PYTHONPATH", sources.toString());
      variables.put("PYTHONDONTWRITEBYTECODE", "1");
      System.out.println(
          PythonTests.pass(
              Path.of("src/test/python"), variables, Duration.ofMinutes(45), selection));
    }
  }
}
