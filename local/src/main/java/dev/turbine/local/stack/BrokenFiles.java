package dev.turbine.local.stack;

import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.BrokenFile;
import dev.turbine.local.deployment.ActiveRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells which DAG files of saved releases do not import, as Airflow finds out. */
final class BrokenFiles {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Map<String, String> told = new HashMap<>();

  /**
   * Looks for half a minute, or until another release is active, whose follower goes on: Airflow
   * reads all files again for that. What is wrong as before is told again only of a file that was
   * saved.
   *
   * @param release that became active
   * @param active what is now
   */
  void follow(
      ActiveRelease release,
      Supplier<Optional<ActiveRelease>> active,
      DagRuns runs,
      Consumer<BrokenFile> tell)
      throws InterruptedException {
    Instant deadline = Instant.now().plus(LIMIT);
    Set<String> repeated = new HashSet<>(release.first());
    Duration pause = LOOK_AGAIN;
    while (active.get().filter(release::equals).isPresent() && Instant.now().isBefore(deadline)) {
      news(release.since(), repeated, runs.brokenFiles()).forEach(tell);
      Thread.sleep(pause);
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
  }

  /**
   * What is to be told of the files that do not import.
   *
   * @param since what was found before is of an earlier release
   * @param repeated files that are told of even if nothing changed, once
   */
  synchronized List<BrokenFile> news(Instant since, Set<String> repeated, List<BrokenFile> found) {
    return found.stream()
        .filter(file -> !file.since().isBefore(since))
        .filter(file -> {
          // Not the trace: it names the release.
          String before = told.put(file.file(), file.reason());
          return repeated.remove(file.file()) || !file.reason().equals(before);
        })
        .toList();
  }
}
