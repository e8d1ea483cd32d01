package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.local.scaling.LoadSample;
import dev.turbine.local.scaling.ScalingRecords;
import dev.turbine.local.stack.StackDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Load and load average of the same minutes, in a real stack. They can be the same where no task
 * waits and each worker is either full or idle: so its workers have one slot each.
 */
@Tag("endurance")
class LoadAverageIT {
  /** Longer than the minute that the load average is taken over. */
  private static final Duration STEADY = Duration.ofSeconds(70);

  private static final int TASK_SECONDS = 85;

  /** A minute has six polls of an idle worker: it is chance whether one more is in it. */
  private static final double ONE_POLL = 1.0 / 6;

  private static final Duration LIMIT = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void theyAgreeWhereWorkersAreFullOrIdleAndNothingWaits() throws Exception {
    try (TestingStack stack = Sleepers.project(folder.resolve("project"))) {
      stack.write("turbine.yaml", "workers: {count: 2, concurrency: 1}\n");
      stack.up();
      try (AirflowApi api = stack.airflow()) {
        AirflowRuns runs = new AirflowRuns(api);
        // Two wait behind two at first: what the load average cannot see.
        String twice = runs.trigger(Sleepers.DAG, Sleepers.conf(4, TASK_SECONDS));
        assertThat(awaitSteady(stack, 2)).isCloseTo(1, within(ONE_POLL));
        assertThat(awaitSteady(stack, 1)).isCloseTo(1, within(ONE_POLL));
        assertThat(runs.await(Sleepers.DAG, twice).path("state").asText()).isEqualTo("success");
        runs.trigger(Sleepers.DAG, Sleepers.conf(1, TASK_SECONDS));
        assertThat(awaitSteady(stack, 0.5)).isCloseTo(0.5, within(ONE_POLL));
        assertThat(awaitSteady(stack, 0)).isCloseTo(0, within(ONE_POLL));
      }
    }
    assertThat(new OwnProcesses(folder.resolve("project")).alive()).isEmpty();
  }

  /** The load average when the load has been the same for longer than its minute. */
  private static double awaitSteady(TestingStack stack, double load) throws Exception {
    Instant begin = Instant.now();
    while (true) {
      List<LoadSample> steady = steady(stack, load);
      Optional<Double> average = steady.isEmpty() ? Optional.empty() : steady.getLast().average();
      if (average.isPresent() && lasted(steady).compareTo(STEADY) > 0) {
        System.out.printf(
            "load %.2f for %d s: load average %.3f%n",
            load, lasted(steady).toSeconds(), average.get());
        return average.get();
      }
      assertThat(Instant.now())
          .as("the load is never %s for long: %s", load, steady)
          .isBefore(begin.plus(LIMIT));
      Thread.sleep(1000);
    }
  }

  private static Duration lasted(List<LoadSample> samples) {
    return Duration.between(samples.getFirst().time(), samples.getLast().time());
  }

  /** The latest samples that all have a load. */
  private static List<LoadSample> steady(TestingStack stack, double load) {
    StackDirectory directory = StackDirectory.of(stack.root());
    List<LoadSample> steady = new ArrayList<>();
    for (LoadSample sample :
        ScalingRecords.in(directory.scalingEvents(), directory.loadSamples()).samples().all()) {
      if (sample.load().filter(value -> value == load).isPresent()) {
        steady.add(sample);
      } else {
        steady.clear();
      }
    }
    return steady;
  }
}
