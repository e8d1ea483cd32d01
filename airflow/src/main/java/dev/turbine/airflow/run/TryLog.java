package dev.turbine.airflow.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.run.RunEvent.Logged;
import java.util.List;
import java.util.Optional;

/** The log of one try of a task, as far as it was read. */
final class TryLog {
  /** Which try of which task instance. */
  record Key(String taskId, int mapIndex, int number) {}

  private final Key key;
  private final TaskLogLines lines = new TaskLogLines();
  private String token = "";
  private int readSinceToken;
  private boolean complete;
  private boolean ended;

  TryLog(Key key) {
    this.key = key;
  }

  /** Notes that the try is over: what can be read now is all that will ever be. */
  void complete() {
    complete = true;
  }

  /** What was written since the last call. */
  List<Logged> next(DagRuns runs, String run) throws InterruptedException {
    if (ended) {
      return List.of();
    }
    Optional<JsonNode> answer = runs.log(run, key, token);
    ended = complete;
    return answer.map(this::take).orElse(List.of());
  }

  List<Logged> take(JsonNode answer) {
    JsonNode content = answer.path("content");
    String label = new TaskTry(key.taskId, key.mapIndex, "running", key.number).label();
    List<Logged> news =
        lines.of(content, readSinceToken).stream().map(line -> new Logged(label, line)).toList();
    JsonNode next = answer.path("continuation_token");
    if (next.isTextual()) {
      token = next.asText();
      readSinceToken = 0;
    } else {
      // Airflow gives none while a task waits to go on: the same messages come again.
      readSinceToken = content.size();
    }
    return news;
  }
}
