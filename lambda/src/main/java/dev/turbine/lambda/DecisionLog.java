package dev.turbine.lambda;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.ScalingDecision;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What was decided and why, a line of JSON each: changes always, what stays as it is at the
 * beginning of each minute.
 */
final class DecisionLog {
  private static final JsonMapper JSON = new JsonMapper();

  private final Consumer<String> lines;
  private final Map<String, String> last = new HashMap<>();

  /**
   * @param lines where each line goes
   */
  DecisionLog(Consumer<String> lines) {
    this.lines = lines;
  }

  /** From now on everything is worth a line once. */
  void beginMinute() {
    last.clear();
  }

  /** Writes what a round brought that is new. */
  void write(RoundOutcome outcome) {
    for (SetOutcome set : outcome.sets()) {
      switch (set) {
        case SetOutcome.Decided decided -> decided(outcome.time(), decided);
        case SetOutcome.NotApplied failed ->
            write("set " + set.set(), "not applied", notApplied(outcome.time(), failed));
        case SetOutcome.Closed closed -> closed(outcome.time(), closed);
        case SetOutcome.Undecided undecided ->
            write(
                "set " + set.set(),
                "undecided",
                line(outcome.time(), "ERROR")
                    .put("set", undecided.set())
                    .put("reason", undecided.failure()));
      }
    }
    outcome.failures().forEach(failure -> failure(outcome.time(), failure));
  }

  /** Writes what went wrong beside the sets. */
  void failure(Instant time, String failure) {
    write("failure " + failure, "failure", line(time, "ERROR").put("reason", failure));
  }

  private void decided(Instant time, SetOutcome.Decided decided) {
    SetMeasurement measurement = decided.measurement();
    ObjectNode line = measured(time, decided.isUnread() ? "ERROR" : "INFO", measurement);
    if (measurement.decision() instanceof ScalingDecision.Hold) {
      write("set " + decided.set(), decided.isUnread() ? "unread" : "hold", line);
    } else {
      last.remove("set " + decided.set());
      lines.accept(line.toString());
    }
  }

  private void closed(Instant time, SetOutcome.Closed closed) {
    if (!closed.leaving().isEmpty()) {
      lines.accept(
          line(time, "INFO")
              .put("set", closed.set())
              .put("decision", "close")
              .put("reason", "The group's greatest size is 0: all leave, " + closed.leaving())
              .toString());
    }
  }

  private static ObjectNode notApplied(Instant time, SetOutcome.NotApplied failed) {
    return measured(time, "ERROR", failed.measurement()).put("failure", failed.failure());
  }

  private static ObjectNode measured(Instant time, String level, SetMeasurement measurement) {
    ObjectNode line = line(time, level).put("set", measurement.set().name());
    line.put(
        "decision",
        switch (measurement.decision()) {
          case ScalingDecision.Grow _ -> "grow";
          case ScalingDecision.Shrink _ -> "shrink";
          case ScalingDecision.Hold _ -> "hold";
        });
    line.put("workers", measurement.decision().workers());
    if (measurement.snapshot().demand() instanceof Demand.Tasks tasks) {
      line.put("waiting", tasks.waiting()).put("taken", tasks.taken());
    }
    line.put("slots", measurement.snapshot().inService() * measurement.set().concurrency());
    return line.put("reason", measurement.decision().reason());
  }

  private void write(String about, String kind, ObjectNode line) {
    if (!kind.equals(last.put(about, kind))) {
      lines.accept(line.toString());
    }
  }

  private static ObjectNode line(Instant time, String level) {
    return JSON.createObjectNode().put("timestamp", time.toString()).put("level", level);
  }
}
