package dev.turbine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What it costs a task that its release has another Python environment than the worker: the same
 * chain of tasks in a run of the active release, and in one that began before a deployment.
 */
@Tag("bench")
class EnvironmentBenchIT {
  private static final int TASKS = 10;
  private static final String DAG = "chain";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String SOURCE =
      """
      import os
      import time
      from pathlib import Path

      from airflow.sdk import chain, dag, task

      SHARED = Path(os.environ["TURBINE_SHARED_FOLDER"])


      @dag(schedule=None, params={"go": "go"}, dag_id="chain")
      def tasks():
          @task
          def hold(params=None):
              (SHARED / (params["go"] + ".begun")).touch()
              while not (SHARED / params["go"]).exists():
                  time.sleep(0.05)

          @task
          def nothing():
              pass

          chain(hold(), *[nothing.override(task_id=f"nothing_{n}")() for n in range(%d)])


      tasks()
      """
          .formatted(TASKS);

  @TempDir private Path folder;

  @Test
  void aTaskOfAnotherEnvironment() throws Exception {
    try (TestingStack stack = TestingStack.ofDag(folder.resolve("project"), "chain.py", SOURCE)) {
      stack.write("airflow/requirements.txt", "cowsay==6.0\n");
      succeed(stack, "up", "--no-watch");
      try (AirflowApi api = stack.airflow()) {
        String warm = begin(stack, api, "warm");
        time(stack, api, "warm", warm);
        double same = time(stack, api, "same", begin(stack, api, "same"));
        String run = begin(stack, api, "other");
        stack.write("airflow/requirements.txt", "cowsay==6.1\n");
        succeed(stack, "deploy");
        double other = time(stack, api, "other", run);
        System.out.printf(
            "a task in the worker's environment: %.2f s, in another: %.2f s, added: %.2f s, of"
                + " %d%n",
            same, other, other - same, TASKS);
      }
    }
  }

  private static String begin(TestingStack stack, AirflowApi api, String go) throws Exception {
    String run = new AirflowRuns(api).trigger(DAG, Map.of("go", go));
    Path begun = shared(stack).resolve(go + ".begun");
    Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(begun));
    return run;
  }

  /** Seconds a task of the chain takes, from the end of the one before to its own. */
  private static double time(TestingStack stack, AirflowApi api, String go, String run)
      throws Exception {
    Files.createFile(shared(stack).resolve(go));
    AirflowRuns runs = new AirflowRuns(api);
    runs.await(DAG, run);
    runs.assertAllSucceededAtOnce(DAG, run);
    List<Instant> ends =
        runs.tasks(DAG, run).stream().map(EnvironmentBenchIT::end).sorted().toList();
    return Duration.between(ends.getFirst(), ends.getLast()).toMillis() / 1000.0 / TASKS;
  }

  private static Instant end(JsonNode task) {
    return Instant.parse(task.path("end_date").asText());
  }

  private static Path shared(TestingStack stack) {
    return stack.root().resolve(".turbine/shared");
  }

  private static void succeed(TestingStack stack, String... command) throws Exception {
    TestingStack.Result result = stack.turbine(command);
    if (result.exitCode() != 0) {
      throw new AssertionError(result.toString());
    }
  }
}
