package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.airflow.run.DagRuns.UnfinishedRun;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which unfinished runs a release would break. Airflow looks for a run's DAG file under its newest
 * name, in the release that the run is bound to, and stops scheduling runs of a DAG that is gone.
 *
 * @param known the DAGs that Airflow knows, also those that are gone already: their runs wait
 * @param unfinished the runs that have not ended
 */
record DeploymentGuard(List<DagOrigin> known, List<UnfinishedRun> unfinished) {
  private static final int RUNS_NAMED = 3;

  /** Asks for the runs last: none that begins meanwhile is overlooked. */
  static DeploymentGuard of(DagRuns runs) throws InterruptedException {
    return new DeploymentGuard(runs.formerOrigins(), runs.unfinished());
  }

  /**
   * A sentence for each DAG that must not be removed or moved now; empty if there is none. A file
   * that does not import keeps its DAGs.
   *
   * @param next what the import of the release to be told
   */
  List<String> refusals(ParseReport next) {
    Map<String, String> before = new HashMap<>();
    known.forEach(dag -> before.put(dag.dag(), dag.file()));
    Map<String, String> after = next.fileByDag();
    Map<String, List<String>> runs = new TreeMap<>();
    unfinished.forEach(
        run -> runs.computeIfAbsent(run.dag(), dag -> new ArrayList<>()).add(run.run()));
    List<String> refusals = new ArrayList<>();
    runs.forEach((dag, open) -> {
      String file = before.get(dag);
      String nextFile = after.get(dag);
      if (nextFile == null && !next.brokenFiles().contains(file)) {
        refusals.add("DAG %s (%s) is removed while %s".formatted(dag, file, unfinished(open)));
      } else if (nextFile != null && !nextFile.equals(file)) {
        refusals.add(
            "DAG %s moves from %s to %s while %s".formatted(dag, file, nextFile, unfinished(open)));
      }
    });
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
