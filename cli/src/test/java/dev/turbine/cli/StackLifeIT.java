package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.PortCheck;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.store.DatabaseAccess;
import dev.turbine.local.store.QueueAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;

/** What one stack lives through: load, stops and starts, a neighbour. Each test leaves it up. */
@TestInstance(Lifecycle.PER_CLASS)
class StackLifeIT {
  private static final int SLOTS = 4;

  private Path folder;
  private TestingStack stack;

  @BeforeAll
  void up(@TempDir Path folder) throws Exception {
    this.folder = folder;
    stack = Sleepers.project(folder.resolve("project"));
    stack.up();
  }

  @AfterAll
  void down() throws Exception {
    stack.close();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  /**
   * What the scaler will stand on: messages visible and in flight are the tasks queued and running.
   * A message outlives its task for the moment in which the worker uploads the log: it is counted
   * as long as it holds a slot.
   */
  @Test
  void theQueueCountsWhatAirflowCounts() throws Exception {
    Path directory = stack.root().resolve(".turbine");
    QueueAccess queues = new QueueAccess(Ports.remembered(directory).get(Port.QUEUE));
    DatabaseAccess database =
        DatabaseAccess.airflow(
            Ports.remembered(directory).get(Port.DATABASE),
            Secrets.of(directory).databaseAirflow());
    List<List<Long>> samples = new ArrayList<>();
    try (AirflowApi api = stack.airflow();
        SqsClient sqs = queues.client();
        Connection connection = database.connect()) {
      AirflowRuns runs = new AirflowRuns(api);
      String run = runs.trigger(Sleepers.DAG, Sleepers.conf(12, 5));
      // From here on the scheduler has sent them all.
      runs.awaitTasks(Sleepers.DAG, run, "running", 4);
      long tasks = 12;
      while (tasks > 0) {
        long before = queuedAndRunning(connection);
        long messages = depth(sqs, queues);
        tasks = queuedAndRunning(connection);
        samples.add(List.of(before, messages, tasks));
      }
      runs.await(Sleepers.DAG, run);
      runs.assertAllSucceededAtOnce(Sleepers.DAG, run);
    }
    assertThat(samples)
        .allSatisfy(
            sample -> assertThat(sample.get(1)).isBetween(sample.get(2), sample.get(0) + SLOTS));
    Set<Long> agreed =
        samples.stream()
            .filter(sample -> sample.stream().distinct().count() == 1)
            .map(List::getFirst)
            .collect(Collectors.toSet());
    assertThat(agreed).contains(12L, 8L, 4L);
  }

  @Test
  void downAndUpKeepHistoryQueueAndLogs() throws Exception {
    String first;
    String second;
    try (AirflowApi api = stack.airflow()) {
      AirflowRuns runs = new AirflowRuns(api);
      first = runs.trigger(Sleepers.DAG, Sleepers.conf(1, 0));
      runs.await(Sleepers.DAG, first);
      second = runs.trigger(Sleepers.DAG, Sleepers.conf(8, 4));
      runs.awaitTasks(Sleepers.DAG, second, "running", 4);
    }
    assertThat(stack.turbine("down").exitCode()).isZero();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
    assertThat(Ports.remembered(stack.root().resolve(".turbine")).values())
        .hasSameSizeAs(Port.values())
        .allMatch(PortCheck::isFree);

    stack.up();
    try (AirflowApi api = stack.airflow()) {
      AirflowRuns runs = new AirflowRuns(api);
      assertThat(runs.await(Sleepers.DAG, second).path("state").asText()).isEqualTo("success");
      runs.assertAllSucceededAtOnce(Sleepers.DAG, second);
      runs.assertAllSucceededAtOnce(Sleepers.DAG, first);
      String logs =
          "dags/sleepers/dagRuns/%s/taskInstances/numbers/logs/1"
              .formatted(AirflowApi.segment(first));
      assertThat(api.get(logs).orElseThrow().toString()).contains("s3://turbine-logs/");
    }
  }

  @Test
  void aProjectOfInitRunsBesideAnother() throws Exception {
    TestingStack other = new TestingStack(Files.createDirectory(folder.resolve("other")));
    assertThat(other.turbine("init", other.root().toString()).exitCode()).isZero();
    try (other) {
      other.up();
      TestingStack.Result run = other.turbine("run", "hello");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out() + run.err()).contains("14 letters in all");
      TestingStack.Result deploy = other.turbine("deploy", "--pytest");
      assertThat(deploy.exitCode()).as(deploy.toString()).isZero();
      try (AirflowApi here = stack.airflow();
          AirflowApi there = other.airflow()) {
        AirflowRuns runs = new AirflowRuns(here);
        String mine = runs.trigger(Sleepers.DAG);
        assertThat(runs.await(Sleepers.DAG, mine).path("state").asText()).isEqualTo("success");
        assertThat(here.get("dags/hello")).isEmpty();
        assertThat(there.get("dags/" + Sleepers.DAG)).isEmpty();
      }
    }
    assertThat(stack.turbine("status").exitCode()).isZero();
  }

  private static long depth(SqsClient sqs, QueueAccess queues) {
    return new SqsTaskQueue(sqs, QueueAccess.DEFAULT, queues.address(QueueAccess.DEFAULT))
        .depth()
        .demand();
  }

  private static long queuedAndRunning(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet count =
            statement.executeQuery(
                "SELECT count(*) FROM task_instance WHERE state IN ('queued', 'running')")) {
      count.next();
      return count.getLong(1);
    }
  }
}
