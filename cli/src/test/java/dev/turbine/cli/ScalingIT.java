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
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that follow the queue, in a real stack. */
class ScalingIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @TempDir private Path folder;

  @Test
  void workersComeWithABurstAndGoWhileALongTaskRuns() throws Exception {
    try (TestingStack stack = Sleepers.project(folder.resolve("project"))) {
      stack.write("turbine.yaml", "workers: {min: 0, max: 4, shrink_window: 2}\n");
      stack.up();
      assertThat(workers(stack)).isEmpty();
      try (AirflowApi api = stack.airflow()) {
        AirflowRuns runs = new AirflowRuns(api);
        String burst = runs.trigger(Sleepers.DAG, Sleepers.conf(60, 5));
        runs.awaitTasks(Sleepers.DAG, burst, "running", 1);
        // Two tasks: the one that counts, and the long one, which starts within the burst.
        String hold = runs.trigger(Sleepers.DAG, Sleepers.conf(1, 60));
        assertThat(runs.await(Sleepers.DAG, burst).path("state").asText()).isEqualTo("success");
        runs.assertAllSucceededAtOnce(Sleepers.DAG, burst);

        Instant deadline = Instant.now().plus(LIMIT);
        List<String> left = workers(stack);
        while (left.size() > 1) {
          assertThat(Instant.now()).as("still there: " + left).isBefore(deadline);
          Thread.sleep(250);
          left = workers(stack);
        }
        assertThat(runs.tasks(Sleepers.DAG, hold))
            .as("the long task still runs when all idle workers have left")
            .anySatisfy(task -> assertThat(task.path("state").asText()).isEqualTo("running"));
        assertThat(left)
            .singleElement()
            .satisfies(worker -> assertThat(running(stack, worker)).hasSize(1));
        assertThat(runs.await(Sleepers.DAG, hold).path("state").asText()).isEqualTo("success");
        runs.assertAllSucceededAtOnce(Sleepers.DAG, hold);
      }
      JsonNode decisions = stack.turbine("scaling", "-n", "100", "-o", "json").json();
      Set<Integer> numbers = new HashSet<>();
      decisions.forEach(decision -> numbers.add(decision.path("workers").asInt()));
      assertThat(numbers).contains(4, 1).allMatch(number -> number <= 4);
      System.out.println(stack.turbine("scaling", "-n", "100").out());
      System.out.println(stack.turbine("load", "--hours", "0.1").out());
      System.out.println(stack.turbine("status").out());
    }
    assertThat(new OwnProcesses(folder.resolve("project")).alive()).isEmpty();
  }

  @Test
  void nothingIsLostWhenTheMainProcessOfABusyWorkerIsKilled() throws Exception {
    try (TestingStack stack = Sleepers.project(folder.resolve("project"))) {
      stack.write("turbine.yaml", "workers: {concurrency: 4}\n");
      stack.up();
      try (AirflowApi api = stack.airflow()) {
        AirflowRuns runs = new AirflowRuns(api);
        String run = runs.trigger(Sleepers.DAG, Sleepers.conf(12, 15));
        runs.awaitTasks(Sleepers.DAG, run, "running", 4);
        ProcessHandle worker = Sleepers.process(stack.status(), "worker-1");
        assertThat(worker.destroyForcibly()).isTrue();
        assertThat(runs.await(Sleepers.DAG, run).path("state").asText()).isEqualTo("success");
        runs.assertAllSucceededAtOnce(Sleepers.DAG, run);
      }
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

  private static List<WorkerReport.Task> running(TestingStack stack, String worker) {
    Optional<WorkerReport> report =
        WorkerReport.read(StackDirectory.of(stack.root()).stateFile(worker));
    return report.orElseThrow().running();
  }
}
