package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.BrokenFile;
import dev.turbine.console.DaemonClient;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.deployment.ActiveRelease;
import dev.turbine.local.deployment.DeploymentOrder;
import dev.turbine.local.deployment.DeploymentStatus;
import dev.turbine.local.deployment.ReleaseRecords;
import dev.turbine.local.process.ServiceState;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Has a release made active, and waits until every DAG carries it.
 *
 * @param report what the import of the release's DAGs told; empty if they were not imported
 */
record DeploymentFollower(
    Stack stack,
    DagRuns runs,
    Optional<ParseReport> report,
    CommandSpec spec,
    OutputOption output) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration QUIET = Duration.ofSeconds(5);

  /** Airflow gives up the import of a file after 30 s, on a busy machine later. */
  private static final Duration STALLED = Duration.ofMinutes(2);

  /**
   * What scripts get.
   *
   * @param release that is active now
   * @param dags that carry it
   * @param broken files that do not import
   * @param replaced services
   * @param seconds from the command's begin
   */
  private record Result(
      String release, int dags, List<String> broken, List<String> replaced, double seconds) {}

  /**
   * Begins and waits.
   *
   * @param began when the command did
   * @return the exit code
   * @throws TurbineException if the deployment fails
   */
  int follow(DeploymentOrder order, Instant began) throws InterruptedException {
    Thread leave =
        new Thread(() -> err().printf("%nNo longer followed; the deployment goes on.%n"));
    Runtime.getRuntime().addShutdownHook(leave);
    try {
      DeploymentStatus status = deploy(order);
      List<String> broken = awaitDags(order.release());
      Duration took = Duration.between(began, Instant.now());
      print(status, broken, took);
      return broken.isEmpty() ? 0 : Category.FAILED.exitCode();
    } finally {
      try {
        Runtime.getRuntime().removeShutdownHook(leave);
      } catch (IllegalStateException interrupted) {
        // The hook runs, and the JVM ends with 130.
      }
    }
  }

  private DeploymentStatus deploy(DeploymentOrder order) throws InterruptedException {
    try (DaemonClient daemon = stack.daemon().orElseThrow()) {
      String id = daemon.deploy(order);
      int steps = 0;
      int lines = 0;
      while (true) {
        DeploymentStatus status = daemon.deployment(id);
        for (; lines < status.lines().size(); lines++) {
          err().println("  | " + status.lines().get(lines));
        }
        for (; steps < status.steps().size(); steps++) {
          err().println("  " + status.steps().get(steps));
        }
        err().flush();
        switch (status.state()) {
          case SUCCEEDED -> {
            status.notes().forEach(note -> err().println("  note: " + note));
            return status;
          }
          case FAILED ->
              throw new TurbineException(
                  Category.FAILED,
                  "Release %s is not active. %s"
                      .formatted(order.release(), status.failure().orElse("")));
          case RUNNING -> Thread.sleep(LOOK_AGAIN);
        }
      }
    }
  }

  /**
   * Waits until Airflow has read the release.
   *
   * @return the files that do not import
   */
  private List<String> awaitDags(String release) throws InterruptedException {
    AwaitedDags awaited = new AwaitedDags(release, report);
    int fewest = Integer.MAX_VALUE;
    Instant progress = Instant.now();
    Instant lastWords = progress;
    while (true) {
      Instant since = active(release).since();
      Set<String> broken =
          runs.brokenFiles().stream()
              .filter(file -> !file.since().isBefore(since))
              .map(BrokenFile::file)
              .collect(Collectors.toCollection(TreeSet::new));
      Set<String> behind = awaited.behind(runs.origins(), broken);
      if (behind.isEmpty()) {
        return List.copyOf(broken);
      }
      Instant now = Instant.now();
      if (behind.size() < fewest) {
        fewest = behind.size();
        progress = now;
      }
      if (Duration.between(progress, now).compareTo(STALLED) > 0) {
        throw unread(release, behind, "nothing was read for %d s".formatted(STALLED.toSeconds()));
      }
      if (Duration.between(lastWords, now).compareTo(QUIET) > 0) {
        if (readerFailed()) {
          throw unread(release, behind, "the dag-processor has failed");
        }
        err().printf("  waiting for %d DAGs%n", behind.size());
        err().flush();
        lastWords = now;
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private ActiveRelease active(String release) {
    ActiveRelease active = new ReleaseRecords(stack.directory().releases()).active().orElseThrow();
    if (!active.release().equals(release)) {
      throw new TurbineException(
          Category.STATE,
          "Release %s was active, until release %s was %s meanwhile."
              .formatted(release, active.release(), Words.of(active.cause())));
    }
    return active;
  }

  private boolean readerFailed() throws InterruptedException {
    return stack.status().stream()
        .flatMap(status -> status.services().stream())
        .anyMatch(service ->
            service.name().equals("dag-processor") && service.state() == ServiceState.FAILED);
  }

  private static TurbineException unread(String release, Set<String> behind, String reason) {
    return new TurbineException(
        Category.FAILED,
        "Release %s is active, but %s. Without it: %s. See turbine status, and turbine logs dag-processor."
            .formatted(release, reason, String.join(", ", behind)));
  }

  private void print(DeploymentStatus status, List<String> broken, Duration took)
      throws InterruptedException {
    int dags =
        (int) runs.origins().stream().filter(dag -> dag.release().equals(status.release())).count();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(
          OutputOption.json(
              new Result(
                  status.release(), dags, broken, status.replaced(), took.toMillis() / 1000.0)));
      return;
    }
    out.printf(
        "Release %s is active after %s. %s it.%n",
        status.release(),
        Words.seconds(took),
        dags == 1 ? "1 DAG carries" : "All %d DAGs carry".formatted(dags));
    if (!status.replaced().isEmpty()) {
      out.println("Replaced: " + String.join(", ", status.replaced()) + ".");
    }
    broken.forEach(file ->
        err()
            .printf(
                "%s does not import; Airflow starts no run of its DAGs until it does.%n",
                "dags/" + file));
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
