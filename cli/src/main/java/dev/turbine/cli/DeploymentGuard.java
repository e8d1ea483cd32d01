package dev.turbine.cli;

import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.airflow.run.DagRuns.UnfinishedRun;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  /**
   * The same for a release that was active before. What its DAG files define is not known without
   * importing them: a DAG stays if the text of its file still has its id.
   *
   * @param folder where the release may be; one that is not there is not checked
   */
  List<String> refusals(ReleaseFolder folder, String release) {
    Path dags = folder.airflow(new ReleaseId(release)).resolve("dags");
    if (!Files.isDirectory(dags)) {
      return List.of();
    }
    Map<String, String> next = new HashMap<>();
    for (DagOrigin dag : present) {
      if (names(dags.resolve(dag.file()), dag.dag())) {
        next.put(dag.dag(), dag.file());
      }
    }
    return refusals(next);
  }

  private static boolean names(Path file, String dag) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).contains(dag);
    } catch (IOException gone) {
      return false;
    }
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
