package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.core.release.ReleaseDiff;
import dev.turbine.core.release.ReleaseEffects;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a deployment would change.
 *
 * @param release that would become active
 * @param active the one that is; empty if none
 * @param files of the project
 * @param dags by their ids
 * @param packages as {@code name version}
 * @param restart the services that would be replaced
 * @param reason why they would
 * @param refusals why it is not done without {@code --force}
 */
record DeploymentPlan(
    String release,
    String active,
    Changes files,
    Changes dags,
    Changes packages,
    List<String> restart,
    String reason,
    List<String> refusals) {
  /** What is new, what is different and what is gone. */
  record Changes(List<String> added, List<String> changed, List<String> removed) {
    boolean any() {
      return !added.isEmpty() || !changed.isEmpty() || !removed.isEmpty();
    }
  }

  /** Whether anything would change at all. */
  boolean any() {
    return files.any() || packages.any() || !restart.isEmpty();
  }

  static Changes files(ReleaseDiff diff) {
    return new Changes(diff.added(), diff.changed(), diff.removed());
  }

  /**
   * Compares DAGs by their ids and files.
   *
   * @param present what Airflow knows
   * @param next the file of each DAG of the release to be
   */
  static Changes dags(List<DagOrigin> present, Map<String, String> next, ReleaseEffects effects) {
    Set<String> changedFiles = new HashSet<>();
    effects.dagFilesFirst().forEach(path -> changedFiles.add(path.substring("dags/".length())));
    Map<String, String> before = new TreeMap<>();
    present.forEach(dag -> before.put(dag.dag(), dag.file()));
    return new Changes(
        next.keySet().stream().filter(dag -> !before.containsKey(dag)).sorted().toList(),
        next.entrySet().stream()
            .filter(dag -> before.containsKey(dag.getKey()))
            .filter(dag ->
                changedFiles.contains(dag.getValue())
                    || !dag.getValue().equals(before.get(dag.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList(),
        before.keySet().stream().filter(dag -> !next.containsKey(dag)).toList());
  }

  /** Compares the packages of two environments, each with its version. */
  static Changes packages(Map<String, String> before, Map<String, String> after) {
    return new Changes(
        named(after, name -> !before.containsKey(name)),
        new TreeMap<>(after)
            .entrySet().stream()
                .filter(entry ->
                    before.containsKey(entry.getKey())
                        && !entry.getValue().equals(before.get(entry.getKey())))
                .map(entry ->
                    "%s %s → %s"
                        .formatted(entry.getKey(), before.get(entry.getKey()), entry.getValue()))
                .toList(),
        named(before, name -> !after.containsKey(name)));
  }

  private static List<String> named(Map<String, String> packages, Predicate<String> wanted) {
    return new TreeMap<>(packages)
        .entrySet().stream()
            .filter(entry -> wanted.test(entry.getKey()))
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .toList();
  }
}
