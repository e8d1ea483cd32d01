package dev.turbine.cli;

import dev.turbine.airflow.process.Command.Output;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.ProjectEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Imports a folder of DAGs as Airflow's dag-processor does, in a process of its own and beside what
 * the caller does meanwhile. Closing it ends the process.
 */
record DagImport(FutureTask<String> task) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Begins.
   *
   * @throws TurbineException PROJECT if there is no such folder
   */
  static DagImport begin(ProjectEnvironment environment, Path dags) {
    if (!Files.isDirectory(dags)) {
      throw new TurbineException(
          Category.PROJECT, "There is no folder " + dags + ", where the DAGs belong.");
    }
    FutureTask<String> task = new FutureTask<>(() -> run(environment, dags));
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
