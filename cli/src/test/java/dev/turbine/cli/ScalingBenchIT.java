package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.store.QueueAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * How fast workers follow a burst from zero, and how much of their slots the tasks use: a flood of
 * short ones, with our transport, and with kombu's own as the peer; and few long ones, which leave
 * the processor to the scaler. System property {@code bench.tasks}: how many short ones, 500 by
 * default.
 */
@Tag("bench")
class ScalingBenchIT {
  private static final int WORKERS = 4;
  private static final int SLOTS = 4 * WORKERS;
  private static final int TASKS = Integer.getInteger("bench.tasks", 500);
  private static final Duration PATIENCE = Duration.ofMinutes(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** All messages at once: no task before them tells how many there are. */
  private static final String FLOOD =
      """
      import time

      from airflow.sdk import dag, task


      @dag(schedule=None)
      def flood():
          @task
          def nap(number):
              time.sleep(%d)

          nap.expand(number=list(range(%d)))


      flood()
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"ours, 0", "stock, 4"})
  void aFloodOfTasksOfOneSecond(String transport, int min) throws Exception {
    flood(transport, min, TASKS, 1);
  }

  @Test
  void fourRoundsOfTasksOfTwentySeconds() throws Exception {
    flood("ours", 0, 4 * SLOTS, 20);
  }

  private void flood(String transport, int min, int count, int each) throws Exception {
    try (TestingStack stack =
        TestingStack.ofDag(folder.resolve("project"), "flood.py", FLOOD.formatted(each, count))) {
      // Stock workers say nothing about themselves, so nobody can scale them: they are there
      // before.
      stack.write(
          "turbine.yaml", "workers: {min: %d, max: %d, concurrency: 4}%n".formatted(min, WORKERS));
      if (transport.equals("stock")) {
        CountedTasks.switchMannersOff(stack);
      }
      stack.up();
      QueueAccess queues =
          new QueueAccess(Ports.remembered(stack.root().resolve(".turbine")).get(Port.QUEUE));
      try (AirflowApi api = stack.airflow();
          SqsClient sqs = queues.client()) {
        SqsTaskQueue queue =
            new SqsTaskQueue(sqs, QueueAccess.DEFAULT, queues.address(QueueAccess.DEFAULT));
        // Before the burst: the first request of a client takes its time.
        assertThat(queue.depth().demand()).isZero();
        AirflowRuns runs = new AirflowRuns(api);
        String run = runs.trigger("flood");
        Instant arrived = awaitMessage(queue);
        JsonNode end = runs.await("flood", run, PATIENCE);
        assertThat(end.path("state").asText()).isEqualTo("success");
        List<JsonNode> tasks = runs.tasks("flood", run);
        assertThat(tasks).hasSize(count);
        if (min == 0) {
          Instant decided = firstDecision(stack);
          System.out.printf(
              "decision %.2f s after the burst arrived; first task %.2f s after the decision%n",
              seconds(arrived, decided), seconds(decided, first(tasks)));
        }
        Instant came = lastWorkerCame(stack);
        System.out.printf("last worker %.2f s after the burst arrived%n", seconds(arrived, came));
        print(transport, tasks, each, came);
      }
    }
  }

  private static Instant awaitMessage(SqsTaskQueue queue) throws InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (queue.depth().demand() == 0) {
      assertThat(Instant.now()).isBefore(deadline);
      Thread.sleep(LOOK_AGAIN);
    }
    return Instant.now();
  }

  private static Instant firstDecision(TestingStack stack) throws Exception {
    JsonNode decisions = stack.turbine("scaling", "-n", "100", "-o", "json").json();
    for (JsonNode decision : decisions) {
      if (decision.path("workers").asInt() > 0) {
        return Instant.parse(decision.path("time").asText());
      }
    }
    throw new AssertionError("no worker was decided: " + decisions);
  }

  private static Instant first(List<JsonNode> tasks) {
    return tasks.stream().map(task -> time(task, "start_date")).sorted().findFirst().orElseThrow();
  }

  private static Instant lastWorkerCame(TestingStack stack) throws Exception {
    Instant last = Instant.MIN;
    StackDirectory directory = StackDirectory.of(stack.root());
    for (int number = 1; number <= WORKERS; number++) {
      Instant came = Files.getLastModifiedTime(directory.readyFile("worker-" + number)).toInstant();
      last = came.isAfter(last) ? came : last;
    }
    return last;
  }

  private static void print(String transport, List<JsonNode> tasks, int each, Instant came) {
    Instant first = first(tasks);
    Instant from = came.isAfter(first) ? came : first;
    Instant end = tasks.stream().map(task -> time(task, "end_date")).sorted().toList().getLast();
    long after = tasks.stream().filter(task -> time(task, "end_date").isAfter(from)).count();
    double ideal = (double) after * each / SLOTS;
    System.out.printf(
        "%s: %d tasks of %d s after the last worker came, %.1f s, ideal %.1f s, ratio %.2f%n",
        transport, after, each, seconds(from, end), ideal, seconds(from, end) / ideal);
  }

  private static Instant time(JsonNode task, String field) {
    return Instant.parse(task.path(field).asText());
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }
}
