package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.airflow.run.DagRuns.UnfinishedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which unfinished runs a release would break. Airflow looks for a run's DAG file under its newest
 * name, in the release that the run is bound to, and stops scheduling runs of a DAG that is gone.
 *
 * @param present the DAGs that Airflow knows
 * @param unfinished the runs that have not ended
 */
record DeploymentGuard(List<DagOrigin> present, List<UnfinishedRun> unfinished) {
  private static final int RUNS_NAMED = 3;

  /**
   * A sentence for each DAG that must not be removed or moved now; empty if there is none.
   *
   * @param next the file of each DAG of the release to be, relative to {@code dags/}
   */
  List<String> refusals(Map<String, String> next) {
    Map<String, List<String>> runs = new HashMap<>();
    unfinished.forEach(
        run -> runs.computeIfAbsent(run.dag(), dag -> new ArrayList<>()).add(run.run()));
    List<String> refusals = new ArrayList<>();
    for (DagOrigin dag : present) {
      List<String> open = runs.getOrDefault(dag.dag(), List.of());
      String file = next.get(dag.dag());
      if (!open.isEmpty() && file == null) {
        refusals.add(
            "DAG %s (%s) is removed while %s".formatted(dag.dag(), dag.file(), unfinished(open)));
      } else if (!open.isEmpty() && !dag.file().equals(file)) {
        refusals.add(
            "DAG %s moves from %s to %s while %s"
                .formatted(dag.dag(), dag.file(), file, unfinished(open)));
      }
    }
    return refusals;
  }

  private static String unfinished(List<String> runs) {
    String named = String.join(", ", runs.subList(0, Math.min(RUNS_NAMED, runs.size())));
    int more = runs.size() - RUNS_NAMED;
    return "%s not ended: %s%s"
        .formatted(
            runs.size() == 1 ? "1 run has" : runs.size() + " runs have",
            named,
            more > 0 ? " and %d more".formatted(more) : "");
  }
}
