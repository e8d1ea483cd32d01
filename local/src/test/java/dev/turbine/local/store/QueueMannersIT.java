package dev.turbine.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.PythonInterpreters;
import dev.turbine.airflow.environment.Requirements;
import dev.turbine.airflow.process.Command;
import dev.turbine.airflow.python.PythonPackage;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
    run("stock", MOMENTS);
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
    Map<String, String> variables = System.getenv();
    Path home = Path.of(System.getProperty("user.home"));
    Environment environment =
        new Environments(Environments.cache(variables, home), variables)
            .prepare(
                new PythonInterpreters(variables, home).find(),
                Requirements.none(),
                System.out::println);
    Path sources = Files.createDirectory(folder.resolve("python"));
    PythonPackage.extractTo(sources);
    try (QueueStore store = QueueStore.open(folder.resolve("queues"), port)) {
      Map<String, String> settings = new HashMap<>(variables);
      settings.put("TURBINE_TEST_SQS", store.access().endpoint().toString());
      settings.put("TURBINE_TEST_TRANSPORT", transport);
      settings.put("TURBINE_TEST_MOMENTS", Integer.toString(moments));
      settings.put("PYTHONPATH", sources.toString());
      settings.put("PYTHONDONTWRITEBYTECODE", "1");
      List<String> command =
          new ArrayList<>(
              List.of(
                  environment.python().toString(),
                  "-m",
                  "pytest",
                  "-q",
                  "-p",
                  "no:cacheprovider",
                  "--color=no"));
      command.addAll(List.of(selection));
      Command.Output tests =
          new Command(
                  command,
                  settings,
                  Path.of("src/test/python").toAbsolutePath(),
                  Duration.ofMinutes(45))
              .run();
      System.out.println(tests.standardOutput().lines().toList().getLast());
      assertThat(tests.exitCode()).as(tests.standardOutput() + tests.standardError()).isZero();
    }
  }
}
