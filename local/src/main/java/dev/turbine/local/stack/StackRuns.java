package dev.turbine.local.stack;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.UnfinishedRun;
import dev.turbine.core.TurbineException;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.RunReleases;
import dev.turbine.local.deployment.RunsInUse;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks a stack's Airflow which releases runs need.
 *
 * @param web where the api-server listens
 * @param password of the stack's user
 */
record StackRuns(URI web, String password) implements RunsInUse {
  /**
   * Airflow lists so many at once; runs that end meanwhile would hide others from a second list.
   */
  private static final int MOST = 100;

  @Override
  public RunReleases look() throws InterruptedException {
    try (AirflowApi api = new AirflowApi(web, StackDirectory.USER, password)) {
      DagRuns runs = new DagRuns(api);
      // First the DAGs: a run that begins in between is bound to what its DAG comes from now, or to
      // something newer. A DAG that does not import any more comes from an old release.
      Stream<String> next = runs.origins().stream().map(DagRuns.DagOrigin::release);
      List<UnfinishedRun> unfinished = runs.unfinished();
      if (unfinished.size() > MOST) {
        return new RunReleases.Unknown(
            "there are %d unfinished runs, more than the %d that can be listed at once"
                .formatted(unfinished.size(), MOST));
      }
      return new RunReleases.Known(
          Stream.concat(next, unfinished.stream().map(UnfinishedRun::release))
              .filter(ReleaseId::isValid)
              .map(ReleaseId::new)
              .collect(Collectors.toUnmodifiableSet()));
    } catch (TurbineException e) {
      return new RunReleases.Unknown(e.getMessage());
    }
  }

  @Override
  public boolean any(ReleaseId release) throws InterruptedException {
    try (AirflowApi api = new AirflowApi(web, StackDirectory.USER, password)) {
      return new DagRuns(api).anyOf(release.value());
    }
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return "StackRuns[" + web + "]";
  }
}
