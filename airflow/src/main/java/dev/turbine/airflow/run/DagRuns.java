package dev.turbine.airflow.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The DAGs that Airflow knows, and their runs. */
public final class DagRuns {
  /** Airflow's own limit. */
  private static final int PAGE = 100;

  private final AirflowApi api;

  /** Asks through this client, which the caller closes. */
  public DagRuns(AirflowApi api) {
    this.api = api;
  }

  /**
   * What is known of a DAG.
   *
   * @param paused whether its runs wait until it is unpaused
   * @param scheduled whether it has a schedule of its own
   */
  public record KnownDag(boolean paused, boolean scheduled) {}

  /**
   * A file that could not be imported.
   *
   * @param file relative to the folder of the DAGs
   * @param trace as Python prints it
   * @param since when it was last tried
   */
  public record BrokenFile(String file, String trace, Instant since) {
    private static final Pattern FRAME = Pattern.compile("File \"(.+)\", line ([0-9]+)");

    /** What is wrong, and in which line of the file, in one line. */
    public String reason() {
      String last = trace.lines().reduce("", (first, second) -> second).strip();
      String line = "";
      Matcher frame = FRAME.matcher(trace);
      while (frame.find()) {
        if (frame.group(1).endsWith(file)) {
          line = " (line " + frame.group(2) + ")";
        }
      }
      return last + line;
    }
  }

  /** The DAG of this id, unless Airflow does not know it or its file is gone or does not import. */
  public Optional<KnownDag> find(String dagId) throws InterruptedException {
    return api.get("dags/" + AirflowApi.segment(dagId))
        .filter(dag -> !dag.path("is_stale").asBoolean())
        .filter(dag -> !dag.path("has_import_errors").asBoolean())
        .map(dag ->
            new KnownDag(
                dag.path("is_paused").asBoolean(),
                dag.path("timetable_periodic").asBoolean()
                    || !dag.path("next_dagrun_run_after").isNull()));
  }

  /**
   * A DAG, and where it comes from.
   *
   * @param file relative to {@code dags/}
   * @param release what a run that began now would use; empty when it comes from no release
   */
  public record DagOrigin(String dag, String file, String release) {}

  /** Where all DAGs come from whose files are there. */
  public List<DagOrigin> origins() throws InterruptedException {
    return origins("dags");
  }

  /** Where all DAGs come from, also those whose files are gone. */
  public List<DagOrigin> formerOrigins() throws InterruptedException {
    return origins("dags?exclude_stale=false");
  }

  private List<DagOrigin> origins(String path) throws InterruptedException {
    return all(path, "dags").stream()
        .map(dag ->
            new DagOrigin(
                dag.path("dag_id").asText(),
                dag.path("relative_fileloc").asText(),
                dag.path("bundle_version").asText("")))
        .toList();
  }

  /**
   * A run that has not ended.
   *
   * @param release what it is bound to; empty if to none, as runs are that wait to begin
   */
  public record UnfinishedRun(String dag, String run, String release) {}

  /** All runs that are queued or running. */
  public List<UnfinishedRun> unfinished() throws InterruptedException {
    return all("dags/~/dagRuns?state=queued&state=running", "dag_runs").stream()
        .map(run ->
            new UnfinishedRun(
                run.path("dag_id").asText(),
                run.path("dag_run_id").asText(),
                run.path("bundle_version").asText("")))
        .toList();
  }

  /** Whether there is any run, also one that has ended, that is bound to a release. */
  public boolean anyOf(String release) throws InterruptedException {
    return api.get("dags/~/dagRuns?limit=1&bundle_version=" + AirflowApi.segment(release))
        .filter(page -> page.path("total_entries").asInt() > 0)
        .isPresent();
  }

  /** The ids of all DAGs. */
  public List<String> ids() throws InterruptedException {
    return all("dags", "dags").stream().map(dag -> dag.path("dag_id").asText()).toList();
  }

  /** All files that could not be imported. */
  public List<BrokenFile> brokenFiles() throws InterruptedException {
    return all("importErrors", "import_errors").stream()
        .map(error ->
            new BrokenFile(
                error.path("filename").asText(),
                error.path("stack_trace").asText().strip(),
                Instant.parse(error.path("timestamp").asText())))
        .toList();
  }

  /** Lets a DAG's runs begin, the scheduled ones too. */
  public void unpause(String dagId) throws InterruptedException {
    api.patch("dags/" + AirflowApi.segment(dagId), Map.of("is_paused", false));
  }

  /**
   * Starts a run now.
   *
   * @param conf what the DAG finds in {@code params} and {@code dag_run.conf}; an object
   * @return the run's id
   * @throws dev.turbine.core.TurbineException if Airflow refuses, such as for a parameter that is
   *     missing
   */
  public String trigger(String dagId, JsonNode conf) throws InterruptedException {
    Map<String, Object> body = new HashMap<>();
    body.put("logical_date", null);
    body.put("conf", conf);
    return api.post("dags/" + AirflowApi.segment(dagId) + "/dagRuns", body)
        .path("dag_run_id")
        .asText();
  }

  /** Follows a run from its beginning. */
  public FollowedRun follow(String dagId, String runId) {
    return new FollowedRun(this, path(dagId, runId));
  }

  /** Airflow's word for the state of a run; {@code deleted} if there is no such run any more. */
  String state(String run) throws InterruptedException {
    return api.get(run).map(json -> json.path("state").asText()).orElse("deleted");
  }

  List<TaskTry> tasks(String run) throws InterruptedException {
    return all(run + "/taskInstances", "task_instances").stream().map(TaskTry::of).toList();
  }

  /**
   * The next part of a try's log; empty while there is none.
   *
   * @param token where to go on, as Airflow gave it with the last part; empty to begin
   */
  Optional<JsonNode> log(String run, TryLog.Key task, String token) throws InterruptedException {
    String path =
        "%s/taskInstances/%s/logs/%d?map_index=%d"
            .formatted(run, AirflowApi.segment(task.taskId()), task.number(), task.mapIndex());
    return api.get(token.isEmpty() ? path : path + "&token=" + AirflowApi.segment(token));
  }

  private static String path(String dagId, String runId) {
    return "dags/%s/dagRuns/%s".formatted(AirflowApi.segment(dagId), AirflowApi.segment(runId));
  }

  private List<JsonNode> all(String path, String field) throws InterruptedException {
    List<JsonNode> all = new ArrayList<>();
    while (true) {
      String page = "limit=%d&offset=%d".formatted(PAGE, all.size());
      Optional<JsonNode> answer = api.get(path + (path.contains("?") ? "&" : "?") + page);
      if (answer.isEmpty()) {
        return all;
      }
      JsonNode entries = answer.get().path(field);
      entries.forEach(all::add);
      if (entries.isEmpty() || all.size() >= answer.get().path("total_entries").asInt()) {
        return all;
      }
    }
  }
}
