package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.local.fleet.WorkerReport;
import dev.turbine.local.stack.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that follow the queue, in a real stack. */
class ScalingIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** A task that is as long as it is needed. */
  private static final String HOLD =
      """
      import os
      import time
      from pathlib import Path

      from airflow.sdk import dag, task


      @dag(schedule=None)
      def hold():
          @task
          def wait():
              enough = Path(os.environ["TURBINE_SHARED_FOLDER"], "enough")
              latest = time.monotonic() + 300
              while not enough.exists():
                  assert time.monotonic() < latest
                  time.sleep(0.2)

          wait()


      hold()
      """;

  @TempDir private Path folder;

  @Test
  void workersComeWithABurstAndGoWhileALongTaskRuns() throws Exception {
    try (TestingStack stack = Sleepers.project(folder.resolve("project"))) {
      stack.write("turbine.yaml", "workers: {min: 0, max: 4, shrink_window: 2}\n");
      stack.write("airflow/dags/hold.py", HOLD);
      stack.up();
      assertThat(workers(stack)).isEmpty();
      try (AirflowApi api = stack.airflow()) {
        AirflowRuns runs = new AirflowRuns(api);
        String burst = runs.trigger(Sleepers.DAG, Sleepers.conf(60, 5));
        runs.awaitTasks(Sleepers.DAG, burst, "running", 1);
        // It starts within the burst.
        String hold = runs.trigger("hold");
        assertThat(runs.await(Sleepers.DAG, burst).path("state").asText()).isEqualTo("success");
        runs.assertAllSucceededAtOnce(Sleepers.DAG, burst);

        List<String> left = awaitWorkers(stack, 1);
        assertThat(runs.tasks("hold", hold))
            .as("the long task still runs when all idle workers have left")
            .allSatisfy(task -> assertThat(task.path("state").asText()).isEqualTo("running"));
        assertThat(left)
            .singleElement()
            .satisfies(worker -> {
              assertThat(report(stack, worker).running()).hasSize(1);
              assertThat(report(stack, worker).draining()).as("it may take more").isFalse();
            });
        stack.write(".turbine/shared/enough", "");
        assertThat(runs.await("hold", hold).path("state").asText()).isEqualTo("success");
        runs.assertAllSucceededAtOnce("hold", hold);
        awaitWorkers(stack, 0);
      }
      JsonNode decisions = stack.turbine("scaling", "-n", "100", "-o", "json").json();
      Set<Integer> numbers = new HashSet<>();
      decisions.forEach(decision -> numbers.add(decision.path("workers").asInt()));
      assertThat(numbers).contains(4, 1, 0).allMatch(number -> number <= 4);
      System.out.println(stack.turbine("scaling", "-n", "100").out());
      System.out.println(stack.turbine("load", "--hours", "0.1").out());
      System.out.println(stack.turbine("status").out());
    }
    assertThat(new OwnProcesses(folder.resolve("project")).alive()).isEmpty();
  }

  private static List<String> workers(TestingStack stack) throws Exception {
    List<String> names = new ArrayList<>();
    for (JsonNode service : stack.status().at("/stack/services")) {
      if (service.path("name").asText().startsWith("worker-")) {
        names.add(service.path("name").asText());
      }
    }
    return names;
  }

  private static List<String> awaitWorkers(TestingStack stack, int count) throws Exception {
    Instant deadline = Instant.now().plus(LIMIT);
    List<String> left = workers(stack);
    while (left.size() > count) {
      assertThat(Instant.now()).as("still there: " + left).isBefore(deadline);
      Thread.sleep(250);
      left = workers(stack);
    }
    return left;
  }

  private static WorkerReport report(TestingStack stack, String worker) {
    return WorkerReport.read(StackDirectory.of(stack.root()).stateFile(worker)).orElseThrow();
  }
}
