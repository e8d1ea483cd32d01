package dev.turbine.airflow.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The lines of one try's log that tell a person something, out of the messages of Airflow's API:
 * without where the log is kept and what Airflow does before and after the task.
 */
final class TaskLogLines {
  private static final String GROUP = "::group::";
  private static final String END_GROUP = "::endgroup::";
  private static final String SOURCES = "Log message source details";
  private static final Set<String> AIRFLOWS_OWN = Set.of(SOURCES, "Pre Execute", "Post Execute");
  private static final Set<String> NOTEWORTHY = Set.of("warning", "error", "critical");

  /** Its frames lead to the task's, and are the same for every task. */
  private static final String AIRFLOWS_CODE = "/site-packages/airflow/";

  private boolean inOwnGroup;

  /**
   * The lines of the next messages.
   *
   * @param known how many messages at the beginning came before
   */
  List<String> of(JsonNode content, int known) {
    List<String> lines = new ArrayList<>();
    for (int index = known; index < content.size(); index++) {
      JsonNode message = content.path(index);
      if (message.isTextual()) {
        add(lines, message.asText());
      } else {
        add(message, lines);
      }
    }
    return lines;
  }

  private void add(JsonNode message, List<String> lines) {
    String event = message.path("event").asText();
    String level = message.path("level").asText().toLowerCase(Locale.ROOT);
    // What a task prints arrives at any time, also within Airflow's own groups.
    boolean printed = message.path("logger").asText().startsWith("task.std");
    if (!printed && event.startsWith(GROUP)) {
      inOwnGroup = AIRFLOWS_OWN.contains(event.substring(GROUP.length()));
    } else if (!printed && event.equals(END_GROUP)) {
      inOwnGroup = false;
    } else if (printed || !inOwnGroup || NOTEWORTHY.contains(level)) {
      boolean marked = !printed && NOTEWORTHY.contains(level);
      add(lines, marked ? level.toUpperCase(Locale.ROOT) + " " + event : event);
      addErrors(message.path("error_detail"), lines);
    }
  }

  private static void addErrors(JsonNode errors, List<String> lines) {
    for (JsonNode error : errors) {
      List<String> frames = new ArrayList<>();
      error.path("frames").forEach(frame -> frames.add(words(frame)));
      List<String> own = frames.stream().filter(frame -> !frame.contains(AIRFLOWS_CODE)).toList();
      lines.addAll(own.isEmpty() ? frames : own);
      add(lines, error.path("exc_type").asText() + ": " + error.path("exc_value").asText());
    }
  }

  private static String words(JsonNode frame) {
    return "  File \"%s\", line %s, in %s"
        .formatted(
            frame.path("filename").asText(),
            frame.path("lineno").asText(),
            frame.path("name").asText());
  }

  private static void add(List<String> lines, String text) {
    lines.addAll(text.isEmpty() ? List.of("") : text.lines().toList());
  }
}
