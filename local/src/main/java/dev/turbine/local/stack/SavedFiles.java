package dev.turbine.local.stack;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.BrokenFile;
import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.local.deployment.ActiveRelease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What became of the DAG files of a release that was saved.
 *
 * @param release that became active
 */
record SavedFiles(ActiveRelease release) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** A file that defines no DAG never carries a release. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /**
   * Waits until Airflow has read the files that differ from the release before.
   *
   * @return those of them that do not import
   */
  List<BrokenFile> broken(AirflowApi api) throws InterruptedException {
    DagRuns runs = new DagRuns(api);
    Instant deadline = Instant.now().plus(LIMIT);
    while (true) {
      List<BrokenFile> broken =
          runs.brokenFiles().stream()
              .filter(file -> release.first().contains(file.file()))
              .filter(file -> !file.since().isBefore(release.since()))
              .toList();
      Set<String> unread = new HashSet<>(release.first());
      broken.forEach(file -> unread.remove(file.file()));
      for (DagOrigin dag : runs.origins()) {
        if (dag.release().equals(release.release())) {
          unread.remove(dag.file());
        }
      }
      if (unread.isEmpty() || Instant.now().isAfter(deadline)) {
        return broken;
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }
}
