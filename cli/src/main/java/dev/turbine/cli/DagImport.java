package dev.turbine.cli;

import dev.turbine.airflow.process.Command.Output;
import dev.turbine.console.DaemonClient;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.ProjectEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Imports a project's DAGs as Airflow's dag-processor does, beside what the caller does meanwhile.
 * Closing it gives up.
 */
record DagImport(FutureTask<String> task) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Begins, in a process of its own.
   *
   * @throws TurbineException PROJECT if there is no such folder
   */
  static DagImport begin(ProjectEnvironment environment, Path dags) {
    return begin(() -> run(environment, dags), dags);
  }

  /**
   * Begins, in a fork of the stack's Python parent if that has the environment: it need not import
   * Airflow first.
   *
   * @throws TurbineException PROJECT if there is no such folder
   */
  static DagImport begin(Stack stack, ProjectEnvironment environment, Path dags) {
    return begin(
        () -> {
          try (DaemonClient daemon = stack.daemon().orElseThrow()) {
            Optional<String> report = daemon.importDags(environment.python().id());
            return report.isPresent() ? report.get() : run(environment, dags);
          }
        },
        dags);
  }

  private static DagImport begin(Callable<String> work, Path dags) {
    if (!Files.isDirectory(dags)) {
      throw new TurbineException(
          Category.PROJECT, "There is no folder " + dags + ", where the DAGs belong.");
    }
    FutureTask<String> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return new DagImport(task);
  }

  /**
   * Waits for what comes of it, as {@link ParseReport} reads it.
   *
   * @throws TurbineException FAILED if the import did not come to its end
   */
  String json() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof TurbineException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static String run(ProjectEnvironment environment, Path dags) throws InterruptedException {
    Output found =
        environment.command(LIMIT, "python", "-m", "turbine_airflow.parse", dags.toString()).run();
    if (!found.succeeded()) {
      throw new TurbineException(
          Category.FAILED,
          "The import did not come to its end (exit code %d):%n%s"
              .formatted(found.exitCode(), found.standardError().strip()));
    }
    return found.standardOutput();
  }

  @Override
  public void close() {
    task.cancel(true);
  }
}
