package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.api.AirflowApi;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold however often it happens; docs/benchmarks.md has the results. */
@Tag("endurance")
class StackEnduranceIT {
  private static final int ROUNDS = 10;

  /** One more, within five minutes, and the worker would be given up. */
  private static final int RESTARTS = 5;

  @TempDir private Path folder;

  @Test
  void noTaskIsLostHoweverOftenABusyWorkerLeaves() throws Exception {
    try (TestingStack stack = Sleepers.project(folder.resolve("project"))) {
      stack.up();
      try (AirflowApi api = stack.airflow()) {
        AirflowRuns runs = new AirflowRuns(api);
        for (int round = 1; round <= ROUNDS; round++) {
          Instant began = Instant.now();
          String run = runs.trigger(Sleepers.DAG, Sleepers.conf(8, 3));
          runs.awaitTasks(Sleepers.DAG, run, "running", 4);
          Sleepers.process(stack.status(), "worker-1").destroy();
          assertThat(runs.await(Sleepers.DAG, run).path("state").asText())
              .as("round " + round)
              .isEqualTo("success");
          runs.assertAllSucceededAtOnce(Sleepers.DAG, run);
          System.out.printf(
              "round %d: 8 tasks, none lost, %d s%n",
              round, Duration.between(began, Instant.now()).toSeconds());
          if (round % RESTARTS == 0) {
            assertThat(stack.turbine("down").exitCode()).isZero();
            stack.up();
          }
        }
      }
    }
    assertThat(new OwnProcesses(folder.resolve("project")).alive()).isEmpty();
  }

  @Test
  void aStackThatGoesDownAndUpAgainAndAgainKeepsItsHistory() throws Exception {
    try (TestingStack stack = Sleepers.project(folder.resolve("project"))) {
      for (int round = 1; round <= ROUNDS; round++) {
        Instant began = Instant.now();
        stack.up();
        Duration up = Duration.between(began, Instant.now());
        try (AirflowApi api = stack.airflow()) {
          AirflowRuns runs = new AirflowRuns(api);
          String run = runs.trigger(Sleepers.DAG, Sleepers.conf(1, 0));
          assertThat(runs.await(Sleepers.DAG, run).path("state").asText()).isEqualTo("success");
          assertThat(api.get("dags/sleepers/dagRuns").orElseThrow().path("total_entries").asInt())
              .isEqualTo(round);
        }
        Instant stopping = Instant.now();
        assertThat(stack.turbine("down").exitCode()).isZero();
        assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
        System.out.printf(
            "round %d: up %d ms, down %d ms%n",
            round, up.toMillis(), Duration.between(stopping, Instant.now()).toMillis());
      }
    }
  }
}
