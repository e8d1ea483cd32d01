package dev.turbine.local.codedeploy;

import dev.turbine.core.appspec.LifecycleEvent;
import java.util.List;
import java.util.Optional;

/** What became of an event. */
public sealed interface EventOutcome {
  /** The event. */
  LifecycleEvent event();

  /** It was done. */
  record Succeeded(LifecycleEvent event) implements EventOutcome {}

  /**
   * There was nothing to do.
   *
   * @param reason such as {@code no scripts}
   */
  record Skipped(LifecycleEvent event, String reason) implements EventOutcome {}

  /** An event before it failed. */
  record NotReached(LifecycleEvent event) implements EventOutcome {}

  /**
   * It failed.
   *
   * @param script the script that did, by its path within the revision; empty if none was to blame
   * @param lastLines the end of the script's output
   */
  record Failed(
      LifecycleEvent event, Optional<String> script, FailureCause cause, List<String> lastLines)
      implements EventOutcome {
    /** Copies the lines. */
    public Failed {
      lastLines = List.copyOf(lastLines);
    }

    /** All of it for a person, in several lines. */
    public String describe() {
      String place = event.word() + script.map(path -> ": " + path).orElse("");
      String text =
          script.isPresent()
              ? place + " " + cause.describe()
              : place + " failed: " + cause.describe();
      return lastLines.isEmpty()
          ? text
          : text + "\nIts last lines:\n  " + String.join("\n  ", lastLines);
    }
  }
}
