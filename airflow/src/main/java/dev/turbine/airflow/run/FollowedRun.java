package dev.turbine.airflow.run;

import dev.turbine.airflow.run.RunEvent.TaskChanged;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run that is watched: each look tells what happened since the one before. */
public final class FollowedRun {
  private final DagRuns runs;
  private final String path;
  private final TaskChanges changes = new TaskChanges();
  private final Map<TryLog.Key, TryLog> logs = new LinkedHashMap<>();
  private String state = "queued";

  FollowedRun(DagRuns runs, String path) {
    this.runs = runs;
    this.path = path;
  }

  /** Airflow's word for the state of the run, as of the last look. */
  public String state() {
    return state;
  }

  /** Whether any task of the run has been on a worker, as of the last look. */
  public boolean hasBegun() {
    return !logs.isEmpty();
  }

  /** Whether nothing will happen any more, as of the last look. */
  public boolean isOver() {
    return switch (state) {
      case "success", "failed", "deleted" -> true;
      default -> false;
    };
  }

  /** Looks at the run, its tasks and their logs. */
  public List<RunEvent> look() throws InterruptedException {
    // The state first: when it is final, so are the tasks and logs that are read after it.
    state = runs.state(path);
    List<TaskTry> tasks = runs.tasks(path);
    tasks.forEach(this::noteLogs);
    List<TaskTry> changed = changes.since(tasks);
    List<RunEvent> events = new ArrayList<>();
    changed.stream().filter(task -> !task.hasPaused()).map(TaskChanged::new).forEach(events::add);
    for (TryLog log : logs.values()) {
      events.addAll(log.next(runs, path));
    }
    // What a task did stands before the news that it has ended.
    changed.stream().filter(TaskTry::hasPaused).map(TaskChanged::new).forEach(events::add);
    return events;
  }

  /** A try may begin and end between two looks: its log is read all the same. */
  private void noteLogs(TaskTry task) {
    int last = task.hasLog() ? task.number() : task.number() - 1;
    for (int number = 1; number <= last; number++) {
      TryLog log =
          logs.computeIfAbsent(new TryLog.Key(task.taskId(), task.mapIndex(), number), TryLog::new);
      if (number < task.number() || task.isOver()) {
        log.complete();
      }
    }
  }
}
