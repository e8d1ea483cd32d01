package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Runs of DAGs as the tests start and watch them, through Airflow's REST API. */
record AirflowRuns(AirflowApi api) {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  /** Starts a run; the DAG may have been saved a moment ago. */
  String trigger(String dag) throws InterruptedException {
    return trigger(dag, Map.of());
  }

  /** Starts a run with parameters. */
  String trigger(String dag, Map<String, Object> conf) throws InterruptedException {
    waitFor("dags/" + dag, found -> true);
    api.patch("dags/" + dag, Map.of("is_paused", false));
    Map<String, Object> body = new HashMap<>();
    body.put("logical_date", null);
    body.put("conf", conf);
    return api.post("dags/" + dag + "/dagRuns", body).path("dag_run_id").asText();
  }

  /** Waits until a run is over. */
  JsonNode await(String dag, String run) throws InterruptedException {
    return await(dag, run, LIMIT);
  }

  /** Waits until a run is over, for so long at most. */
  JsonNode await(String dag, String run, Duration limit) throws InterruptedException {
    return waitFor(
        path(dag, run),
        limit,
        found -> List.of("success", "failed").contains(found.path("state").asText()));
  }

  /** Waits until this many tasks of a run are in a state. */
  void awaitTasks(String dag, String run, String state, int count) throws InterruptedException {
    waitFor(
        path(dag, run) + "/taskInstances",
        found -> states(found).stream().filter(state::equals).count() >= count);
  }

  /** The tasks of a run. */
  List<JsonNode> tasks(String dag, String run) throws InterruptedException {
    List<JsonNode> tasks = new ArrayList<>();
    int total;
    do {
      // Airflow gives a hundred at once.
      String page = "/taskInstances?limit=100&offset=" + tasks.size();
      JsonNode found = api.get(path(dag, run) + page).orElseThrow();
      found.path("task_instances").forEach(tasks::add);
      total = found.path("total_entries").asInt();
    } while (tasks.size() < total);
    return tasks;
  }

  /** Fails unless every task of the run succeeded at its first try. */
  void assertAllSucceededAtOnce(String dag, String run) throws InterruptedException {
    assertThat(tasks(dag, run))
        .isNotEmpty()
        .allSatisfy(task -> {
          assertThat(task.path("state").asText()).isEqualTo("success");
          assertThat(task.path("try_number").asInt()).isEqualTo(1);
        });
  }

  private static List<String> states(JsonNode instances) {
    List<String> states = new ArrayList<>();
    instances.path("task_instances").forEach(task -> states.add(task.path("state").asText()));
    return states;
  }

  private static String path(String dag, String run) {
    return "dags/" + dag + "/dagRuns/" + AirflowApi.segment(run);
  }

  /** Waits until what the API says at a path is as wanted. */
  JsonNode waitFor(String path, Predicate<JsonNode> condition) throws InterruptedException {
    return waitFor(path, LIMIT, condition);
  }

  private JsonNode waitFor(String path, Duration limit, Predicate<JsonNode> condition)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(limit);
    while (true) {
      var found = api.get(path);
      if (found.filter(condition).isPresent()) {
        return found.get();
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("gave up waiting for " + path + ", last seen: " + found);
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }
}
