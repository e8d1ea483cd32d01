package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    try (stack) {
      stack.up();
      try (AirflowApi api = stack.airflow()) {
        awaitAll(api, dags);
        List<Duration> files = new ArrayList<>();
        List<Duration> modules = new ArrayList<>();
        for (int save = 1; save <= SAVES; save++) {
          int number = save % dags;
          String mark = "f" + save;
          writeDag(stack, number, mark);
          files.add(await(api, number, mark));
          String module = "m" + save;
          writeModule(stack, number, module);
          modules.add(await(api, number, mark + module));
        }
        print(dags + " DAGs, a DAG file saved until listed", files);
        print(dags + " DAGs, an imported module saved until listed", modules);
      }
    }
  }

  private static void writeDag(TestingStack stack, int number, String mark) throws IOException {
    stack.write("airflow/dags/dag_%d.py".formatted(number), SOURCE.formatted(number, mark));
  }

  private static void writeModule(TestingStack stack, int number, String mark) throws IOException {
    stack.write("airflow/include/words%d.py".formatted(number), "WORD = \"%s\"%n".formatted(mark));
  }

  private static void awaitAll(AirflowApi api, int dags) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (api.get("dags?limit=1").map(page -> page.path("total_entries").asInt()).orElse(0)
        < dags) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not all DAGs are listed");
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private static Duration await(AirflowApi api, int number, String description)
      throws InterruptedException {
    Instant saved = Instant.now();
    while (api.get("dags/dag_" + number)
        .map(dag -> dag.path("description").asText())
        .filter(description::equals)
        .isEmpty()) {
      if (Duration.between(saved, Instant.now()).compareTo(PATIENCE) > 0) {
        throw new AssertionError("dag_" + number + " is not listed");
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return Duration.between(saved, Instant.now());
  }

  private static void print(String what, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    System.out.printf(
        "%s: p50 %.2f s, p95 %.2f s, of %d%n",
        what,
        sorted.get(sorted.size() / 2).toMillis() / 1000.0,
        sorted.get(sorted.size() * 95 / 100 - 1).toMillis() / 1000.0,
        sorted.size());
  }
}
