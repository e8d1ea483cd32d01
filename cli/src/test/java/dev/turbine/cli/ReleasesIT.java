package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** What runs keep while releases come and go, on a stack that does not follow saved files. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class ReleasesIT {
  private static final String NONE = "none";

  /** Tasks that say nothing, or what depends on more than the run's release. */
  private static final Set<String> UNCOUNTED = Set.of("wait", "failing", "deferred");

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private TestingStack stack;

  @BeforeAll
  void up(@TempDir Path folder) throws Exception {
    stack = BoundDag.project(folder.resolve("project"), "old");
    stack.write("airflow/requirements.txt", "cowsay==6.0\n");
    // Airflow starts a task three times whose DAG is not in its file, a minute apart.
    stack.write("turbine.yaml", "airflow: {workers: {missing_dag_retry_delay: 1}}\n");
    TestingStack.Result up = stack.turbine("up", "--no-watch");
    assertThat(up.exitCode()).as(up.toString()).isZero();
  }

  @AfterAll
  void down() throws Exception {
    stack.close();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  @Test
  @Order(1)
  void aRunExecutesTheFilesThatItBeganWith() throws Exception {
    try (AirflowApi api = stack.airflow()) {
      AirflowRuns runs = new AirflowRuns(api);
      String old = begin(api, "first");
      runs.awaitTasks(BoundDag.DAG, old, "deferred", 1);
      BoundDag.write(stack, "new");
      BoundDag.writeTrigger(stack, "new");
      stack.write("airflow/dags/added.py", dag("added"));
      TestingStack.Result deploy = stack.turbine("deploy", "-d", "All is new");
      assertThat(deploy.exitCode()).as(deploy.toString()).isZero();
      assertThat(deploy.out()).contains("All 2 DAGs carry it.").contains("Replaced: triggerer.");
      String fresh = active();
      String across = begin(api, "across");

      BoundDag.go(stack, "first");
      assertThat(words(api, old)).isEqualTo(said("old", "6.0"));
      // The task resumes in the release of its run; the trigger that it waited for is the newest.
      assertThat(said(api, old, "deferred")).isEqualTo(BoundDag.words("old", "6.0") + " after new");
      // The task's own process calls the first, the dag-processor the second.
      assertThat(read("first.task-callback")).isEqualTo(BoundDag.words("old", "6.0"));
      assertThat(read("first.run-callback")).isEqualTo(BoundDag.words("old", "6.0"));

      TestingStack.Result back = stack.turbine("rollback");
      assertThat(back.exitCode()).as(back.toString()).isZero();
      BoundDag.go(stack, "across");
      BoundDag.go(stack, "third");
      String third = begin(api, "third");
      assertThat(words(api, across)).isEqualTo(said("new", "6.0"));
      assertThat(words(api, third)).isEqualTo(said("old", "6.0"));

      TestingStack.Result forth = stack.turbine("rollback", fresh);
      assertThat(forth.exitCode()).as(forth.toString()).isZero();
      assertThat(releases().path(0).path("description").asText()).isEqualTo("All is new");
    }
  }

  @Test
  @Order(2)
  void aRunHasThePackagesThatItBeganWith() throws Exception {
    BoundDag.write(stack, "six");
    deploy();
    try (AirflowApi api = stack.airflow()) {
      String first = begin(api, "packages-1");
      stack.write("airflow/requirements.txt", "cowsay==6.1\n");
      deploy();
      String second = begin(api, "packages-2");
      stack.write("airflow/requirements.txt", "");
      deploy();
      BoundDag.go(stack, "packages-1");
      BoundDag.go(stack, "packages-2");
      BoundDag.go(stack, "packages-3");
      assertThat(words(api, begin(api, "packages-3"))).isEqualTo(said("six", NONE));
      assertThat(words(api, first)).isEqualTo(said("six", "6.0"));
      assertThat(words(api, second)).isEqualTo(said("six", "6.1"));
      new AirflowRuns(api)
          .tasks(BoundDag.DAG, first).stream()
              .filter(task -> task.path("task_id").asText().equals("hold"))
              .forEach(hold -> assertThat(hold.path("try_number").asInt()).isEqualTo(1));
    }
  }

  @Test
  @Order(3)
  void aDagMovesOnlyByForceAndItsRunsFailThen() throws Exception {
    try (AirflowApi api = stack.airflow()) {
      String run = begin(api, "moved");
      Path dag = stack.root().resolve("airflow/dags/bound.py");
      Files.move(dag, dag.resolveSibling("moved.py"));
      TestingStack.Result moved = stack.turbine("deploy");
      assertThat(moved.exitCode()).as(moved.toString()).isEqualTo(3);
      assertThat(moved.err()).contains("DAG bound moves from bound.py to moved.py").contains(run);

      deploy("--force");
      BoundDag.go(stack, "moved");
      AirflowRuns runs = new AirflowRuns(api);
      assertThat(runs.await(BoundDag.DAG, run).path("state").asText()).isEqualTo("failed");
      // Airflow looks for the file under its new name, in the release that has it under the old.
      assertThat(states(api, run))
          .containsEntry("hold", "success")
          .containsEntry("retried", "failed");
      Files.move(dag.resolveSibling("moved.py"), dag);
      deploy();
    }
  }

  @Test
  @Order(4)
  void aDagIsRemovedOnlyByForceAndItsRunsWaitUntilItIsBack() throws Exception {
    try (AirflowApi api = stack.airflow()) {
      String run = begin(api, "removed");
      Path dag = stack.root().resolve("airflow/dags/bound.py");
      String source = Files.readString(dag);
      Files.writeString(dag, source + "\nnonsense(\n");
      TestingStack.Result broken = stack.turbine("deploy");
      assertThat(broken.exitCode()).as(broken.toString()).isEqualTo(3);
      assertThat(broken.err()).contains("airflow/dags/bound.py:");

      Files.delete(dag);
      TestingStack.Result removed = stack.turbine("deploy", "-o", "json");
      assertThat(removed.exitCode()).as(removed.toString()).isEqualTo(3);
      assertThat(removed.err()).contains("DAG bound (bound.py) is removed").contains(run);

      deploy("--force");
      BoundDag.go(stack, "removed");
      new AirflowRuns(api).awaitTasks(BoundDag.DAG, run, "success", 1);
      // Gone already, and still what this run needs.
      assertThat(stack.turbine("deploy").err()).contains("DAG bound (bound.py) is removed");
      assertThat(states(api, run)).containsEntry("retried", "null");
      Files.writeString(dag, source);
      deploy();
      assertThat(words(api, run)).isEqualTo(said("six", NONE));
    }
  }

  @Test
  @Order(5)
  void aHookThatFailsLeavesTheOldRelease() throws Exception {
    String before = active();
    stack.write("airflow/dags/late.py", dag("late"));
    stack.write("fail.sh", "echo out of luck; exit 7\n");
    stack.write(
        "appspec.yml",
        """
        version: 0.0
        os: linux
        files: [{source: airflow, destination: /airflow}]
        hooks:
          BeforeInstall: [{location: fail.sh}]
          ApplicationStart: [{location: activate.sh}]
        """);
    stack.write("activate.sh", "exec turbine-agent activate\n");
    TestingStack.Result deploy = stack.turbine("deploy");
    assertThat(deploy.exitCode()).as(deploy.toString()).isEqualTo(1);
    assertThat(deploy.err())
        .contains("BeforeInstall: fail.sh ended with exit code 7")
        .contains("out of luck");
    assertThat(active()).isEqualTo(before);
    try (AirflowApi api = stack.airflow()) {
      assertThat(api.get("dags/late")).isEmpty();
    }
  }

  private void deploy(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("deploy"));
    command.addAll(List.of(options));
    TestingStack.Result deploy = stack.turbine(command.toArray(String[]::new));
    assertThat(deploy.exitCode()).as(deploy.toString()).isZero();
  }

  private static String dag(String id) {
    return "from airflow.sdk import DAG%n%n%s = DAG('%s', schedule=None)%n".formatted(id, id);
  }

  private String active() throws Exception {
    return releases().path(0).path("release").asText();
  }

  /** The active one is the first. */
  private JsonNode releases() throws Exception {
    return stack.turbine("releases", "-o", "json").json();
  }

  /** The state of each task that is not mapped. */
  private static Map<String, String> states(AirflowApi api, String run) throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (JsonNode task : new AirflowRuns(api).tasks(BoundDag.DAG, run)) {
      states.put(task.path("task_id").asText(), task.path("state").asText());
    }
    return states;
  }

  private static String said(AirflowApi api, String run, String task) throws Exception {
    return said(api, run, task, -1);
  }

  private static String said(AirflowApi api, String run, String task, int index) throws Exception {
    return api.get(
            "dags/%s/dagRuns/%s/taskInstances/%s/xcomEntries/return_value?map_index=%d"
                .formatted(BoundDag.DAG, AirflowApi.segment(run), task, index))
        .map(entry -> entry.path("value").asText())
        .orElse("nothing");
  }

  /** Starts a run and waits until its first task has begun. */
  private String begin(AirflowApi api, String go) throws Exception {
    String run = new AirflowRuns(api).trigger(BoundDag.DAG, Map.of("go", go));
    awaitFile(go + ".begun");
    return run;
  }

  /** What the tasks of a run said, once it is over. */
  private static Map<String, String> words(AirflowApi api, String run) throws Exception {
    AirflowRuns runs = new AirflowRuns(api);
    runs.await(BoundDag.DAG, run);
    Map<String, String> words = new TreeMap<>();
    for (JsonNode task : runs.tasks(BoundDag.DAG, run)) {
      String id = task.path("task_id").asText();
      if (!UNCOUNTED.contains(id)) {
        int index = task.path("map_index").asInt();
        words.put(id + index, said(api, run, id, index));
      }
    }
    assertThat(words).hasSize(5);
    return words;
  }

  private String read(String name) throws Exception {
    return Files.readString(awaitFile(name));
  }

  private Path awaitFile(String name) throws InterruptedException {
    Path file = BoundDag.shared(stack).resolve(name);
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!Files.exists(file)) {
      assertThat(Instant.now()).as("waiting for " + file).isBefore(deadline);
      Thread.sleep(LOOK_AGAIN);
    }
    return file;
  }

  private static Map<String, String> said(String word, String packageVersion) {
    Map<String, String> said = new TreeMap<>();
    for (String task : List.of("hold-1", "mapped0", "mapped1", "resumed-1", "retried-1")) {
      said.put(task, BoundDag.words(word, packageVersion));
    }
    return said;
  }
}
