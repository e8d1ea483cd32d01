package dev.turbine.lambda;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.ScalingDecision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What was decided and why, a line of JSON each: changes always, what stays as it is at the
 * beginning of each minute.
 */
final class DecisionLog {
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
                    .with("set", undecided.set())
                    .with("reason", undecided.failure()));
      }
    }
    outcome.failures().forEach(failure -> failure(outcome.time(), failure));
  }

  /** Writes what went wrong beside the sets. */
  void failure(Instant time, String failure) {
    write("failure " + failure, "failure", line(time, "ERROR").with("reason", failure));
  }

  private void decided(Instant time, SetOutcome.Decided decided) {
    SetMeasurement measurement = decided.measurement();
    Line line = measured(time, decided.isUnread() ? "ERROR" : "INFO", measurement);
    if (measurement.decision() instanceof ScalingDecision.Hold) {
      write("set " + decided.set(), decided.isUnread() ? "unread" : "hold", line);
    } else {
      last.remove("set " + decided.set());
      lines.accept(line.json());
    }
  }

  private void closed(Instant time, SetOutcome.Closed closed) {
    if (!closed.leaving().isEmpty()) {
      lines.accept(
          line(time, "INFO")
              .with("set", closed.set())
              .with("decision", "close")
              .with("reason", "The group's greatest size is 0: all leave, " + closed.leaving())
              .json());
    }
  }

  private static Line notApplied(Instant time, SetOutcome.NotApplied failed) {
    return measured(time, "ERROR", failed.measurement()).with("failure", failed.failure());
  }

  private static Line measured(Instant time, String level, SetMeasurement measurement) {
    Line line = line(time, level).with("set", measurement.set().name());
    line.with(
        "decision",
        switch (measurement.decision()) {
          case ScalingDecision.Grow _ -> "grow";
          case ScalingDecision.Shrink _ -> "shrink";
          case ScalingDecision.Hold _ -> "hold";
        });
    line.with("workers", measurement.decision().workers());
    if (measurement.snapshot().demand() instanceof Demand.Tasks tasks) {
      line.with("waiting", tasks.waiting()).with("taken", tasks.taken());
    }
    line.with("slots", measurement.snapshot().inService() * measurement.set().concurrency());
    return line.with("reason", measurement.decision().reason());
  }

  private void write(String about, String kind, Line line) {
    if (!kind.equals(last.put(about, kind))) {
      lines.accept(line.json());
    }
  }

  private static Line line(Instant time, String level) {
    return new Line(new LinkedHashMap<>()).with("timestamp", time.toString()).with("level", level);
  }

  /** A line to be. */
  private record Line(Map<String, Object> fields) {
    Line with(String name, Object value) {
      fields.put(name, value);
      return this;
    }

    String json() {
      try {
        return JSON.std.asString(fields);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
