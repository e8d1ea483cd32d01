package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How long it takes from saving a file until Airflow's API lists what it says: of a DAG file, and
 * of a module that a DAG file imports.
 */
@Tag("bench")
class SavingBenchIT {
  private static final int SAVES = 20;
  private static final int PEER_SAVES = 3;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private static final String SOURCE =
      """
      from airflow.sdk import dag, task
      from include.words%1$d import WORD

      FILE = "%2$s"


      @dag(schedule=None, description=FILE + WORD)
      def dag_%1$d():
          @task
          def nothing():
              pass

          nothing()


      dag_%1$d()
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(ints = {10, 500})
  void saving(int dags) throws Exception {
    TestingStack stack = new TestingStack(folder.resolve("project"));
    for (int number = 0; number < dags; number++) {
      writeDag(stack, number, "");
      writeModule(stack, number, "");
    }
    List<Duration> files;
    try (stack) {
      stack.up();
      try (AirflowApi api = stack.airflow()) {
        awaitAll(api, dags);
        files = new ArrayList<>();
        List<Duration> modules = new ArrayList<>();
        for (int save = 1; save <= SAVES; save++) {
          int number = save % dags;
          writeModule(stack, number, "");
          writeDag(stack, number, "f" + save);
          files.add(await(api, number, "f" + save));
          writeModule(stack, number, "m" + save);
          modules.add(await(api, number, "f" + save + "m" + save));
        }
        print(dags + " DAGs, a DAG file saved until listed", files);
        print(dags + " DAGs, an imported module saved until listed", modules);
      }
    }
    Duration peer = median(peer(stack, dags));
    System.out.printf(
        "%d DAGs: airflow standalone takes %.1f times as long (%.2f s, median of %d)%n",
        dags, peer.toMillis() / (double) median(files).toMillis(), seconds(peer), PEER_SAVES);
  }

  /** The same DAG files in {@code airflow standalone}, with its own defaults. */
  private List<Duration> peer(TestingStack stack, int dags) throws Exception {
    Path environment;
    try (Stream<Path> releases = Files.list(stack.root().resolve(".turbine/releases"))) {
      environment =
          releases
              .map(release -> release.resolve("environment"))
              .filter(Files::isDirectory)
              .findAny()
              .orElseThrow();
    }
    Path project = stack.root().resolve("airflow");
    try (StandaloneAirflow peer =
            StandaloneAirflow.start(environment, folder.resolve("peer"), project);
        AirflowApi api = peer.airflow()) {
      awaitAll(api, dags);
      List<Duration> files = new ArrayList<>();
      writeModule(stack, 0, "");
      for (int save = 1; save <= PEER_SAVES; save++) {
        writeDag(stack, 0, "p" + save);
        files.add(await(api, 0, "p" + save));
      }
      return files;
    }
  }

  private static void writeDag(TestingStack stack, int number, String mark) throws IOException {
    stack.write("airflow/dags/dag_%d.py".formatted(number), SOURCE.formatted(number, mark));
  }

  private static void writeModule(TestingStack stack, int number, String mark) throws IOException {
    stack.write("airflow/include/words%d.py".formatted(number), "WORD = \"%s\"%n".formatted(mark));
  }

  private static void awaitAll(AirflowApi api, int dags) {
    Awaitility.await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> api.get("dags?limit=1").orElseThrow().path("total_entries").asInt() >= dags);
  }

  private static Duration await(AirflowApi api, int number, String description) {
    Instant saved = Instant.now();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK_AGAIN)
        .until(
            () -> api.get("dags/dag_" + number).orElseThrow().path("description").asText(),
            description::equals);
    return Duration.between(saved, Instant.now());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static Duration median(List<Duration> times) {
    return times.stream().sorted().toList().get(times.size() / 2);
  }

  private static void print(String what, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    System.out.printf(
        "%s: p50 %.2f s, p95 %.2f s, of %d%n",
        what,
        seconds(median(times)),
        seconds(sorted.get(sorted.size() * 95 / 100 - 1)),
        sorted.size());
  }
}
