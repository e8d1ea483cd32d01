package dev.turbine.airflow.run;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A task instance of a run, at one moment.
 *
 * @param taskId with the ids of its groups, such as {@code load.patients}
 * @param mapIndex from 0; -1 for a task that is not mapped
 * @param state Airflow's word, such as {@code running}; {@code none} before it is scheduled
 * @param number of the try, from 1; 0 before the first
 */
public record TaskTry(String taskId, int mapIndex, String state, int number) {
  /** Before it is scheduled. */
  static final String NO_STATE = "none";

  static TaskTry of(JsonNode json) {
    return new TaskTry(
        json.path("task_id").asText(),
        json.path("map_index").asInt(-1),
        json.path("state").asText(NO_STATE),
        json.path("try_number").asInt());
  }

  /** How it is called in output: {@code count} or {@code count[3]}. */
  public String label() {
    return mapIndex < 0 ? taskId : "%s[%d]".formatted(taskId, mapIndex);
  }

  /** Whether this try has written or may write a log. */
  boolean hasLog() {
    return number > 0
        && switch (state) {
          case NO_STATE, "scheduled", "queued", "skipped", "upstream_failed", "removed" -> false;
          default -> true;
        };
  }

  /** Whether nothing more comes of this try. */
  boolean isOver() {
    return switch (state) {
      case "success", "failed", "up_for_retry", "upstream_failed", "skipped", "removed" -> true;
      default -> false;
    };
  }

  /** Whether it is over or waits for something outside the workers. */
  boolean hasPaused() {
    return isOver() || state.equals("deferred") || state.equals("up_for_reschedule");
  }
}
