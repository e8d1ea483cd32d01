package dev.turbine.cli;

import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.BrokenFile;
import dev.turbine.airflow.run.DagRuns.DagOrigin;
import dev.turbine.console.DaemonClient;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.deployment.DeploymentOrder;
import dev.turbine.local.deployment.DeploymentStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Has a release made active, and waits until every DAG carries it. */
record DeploymentFollower(Stack stack, DagRuns runs, CommandSpec spec, OutputOption output) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration QUIET = Duration.ofSeconds(5);

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

  /** The files that do not import keep their DAGs from carrying it. */
  private List<String> awaitDags(String release) throws InterruptedException {
    Instant lastWords = Instant.now();
    while (true) {
      List<DagOrigin> dags = runs.origins();
      List<String> broken = runs.brokenFiles().stream().map(BrokenFile::file).sorted().toList();
      Set<String> behind =
          dags.stream()
              .filter(dag -> !dag.release().equals(release) && !broken.contains(dag.file()))
              .map(DagOrigin::dag)
              .collect(Collectors.toSet());
      if (behind.isEmpty()) {
        return broken;
      }
      if (Duration.between(lastWords, Instant.now()).compareTo(QUIET) > 0) {
        err().printf("  waiting for %d of %d DAGs%n", behind.size(), dags.size());
        err().flush();
        lastWords = Instant.now();
      }
      Thread.sleep(LOOK_AGAIN);
    }
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
