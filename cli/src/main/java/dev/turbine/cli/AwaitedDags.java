package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns.DagOrigin;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Airflow has to read until a release is completely in use.
 *
 * @param report what the import of the release's DAGs told; empty if they were not imported: then
 *     all DAGs are awaited that are there
 */
record AwaitedDags(String release, Optional<ParseReport> report) {
  /**
   * The DAGs, and the files known not to import, that Airflow has not read since the activation.
   *
   * @param present the DAGs that Airflow knows
   * @param broken the files that do not import, as Airflow found since the activation
   */
  Set<String> behind(List<DagOrigin> present, Set<String> broken) {
    Map<String, String> awaited = new HashMap<>();
    if (report.isPresent()) {
      awaited.putAll(report.get().fileByDag());
    } else {
      present.forEach(dag -> awaited.put(dag.dag(), dag.file()));
    }
    present.stream()
        .filter(dag -> dag.release().equals(release))
        .forEach(dag -> awaited.remove(dag.dag()));
    awaited.values().removeAll(broken);
    Set<String> behind = new TreeSet<>(awaited.keySet());
    report.ifPresent(told -> behind.addAll(told.brokenFiles()));
    behind.removeAll(broken);
    return behind;
  }
}
