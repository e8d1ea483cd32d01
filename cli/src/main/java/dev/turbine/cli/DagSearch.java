package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.BrokenFile;
import dev.turbine.airflow.run.DagRuns.KnownDag;
import dev.turbine.core.NearestName;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Finds the DAG that a person means, also one whose file was saved a moment ago. */
final class DagSearch {
  /** The dag-processor sees a new file within two seconds, and then imports it. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final int TRACE_LINES_SHOWN = 12;

  private final DagRuns runs;
  private final PrintWriter err;

  DagSearch(DagRuns runs, PrintWriter err) {
    this.runs = runs;
    this.err = err;
  }

  /**
   * Looks for it, for ten seconds if need be.
   *
   * @throws TurbineException PROJECT if there is none, with what may be the reason
   */
  KnownDag find(String id) throws InterruptedException {
    Instant began = Instant.now();
    Optional<KnownDag> dag = runs.find(id);
    if (dag.isEmpty()) {
      err.printf(
          "Airflow can run no DAG %s yet; waiting %d s for a file just saved%n",
          id, PATIENCE.toSeconds());
      err.flush();
    }
    while (dag.isEmpty()) {
      if (Duration.between(began, Instant.now()).compareTo(PATIENCE) > 0) {
        throw notFound(id, runs.ids(), runs.brokenFiles());
      }
      Thread.sleep(LOOK_AGAIN);
      dag = runs.find(id);
    }
    return dag.get();
  }

  static TurbineException notFound(String id, List<String> known, List<BrokenFile> broken) {
    StringBuilder message =
        new StringBuilder(
            known.contains(id)
                ? "The file of DAG %s does not import; no run of it begins until it does."
                    .formatted(id)
                : missing(id, known));
    for (BrokenFile file : broken) {
      List<String> trace = file.trace().lines().toList();
      message.append("\nThe file %s cannot be imported:".formatted(file.file()));
      trace
          .subList(Math.max(0, trace.size() - TRACE_LINES_SHOWN), trace.size())
          .forEach(line -> message.append("\n  ").append(line));
    }
    return new TurbineException(Category.PROJECT, message.toString());
  }

  private static String missing(String id, List<String> known) {
    String missing = "There is no DAG " + id + ".";
    List<String> nearest = NearestName.all(id, known);
    if (!nearest.isEmpty()) {
      return missing + " Did you mean: " + String.join(", ", nearest) + "?";
    }
    return known.isEmpty() ? missing : missing + " There are: " + String.join(", ", known) + ".";
  }
}
