package dev.turbine.cli;

import dev.turbine.airflow.process.Command.Output;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.ProjectEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Imports a folder of DAGs as Airflow's dag-processor does, in a process of its own. */
final class DagImport {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private DagImport() {}

  /**
   * What came of it, as {@link ParseReport} reads it.
   *
   * @throws TurbineException PROJECT if there is no such folder, FAILED if the import did not come
   *     to its end
   */
  static String json(ProjectEnvironment environment, Path dags) throws InterruptedException {
    if (!Files.isDirectory(dags)) {
      throw new TurbineException(
          Category.PROJECT, "There is no folder " + dags + ", where the DAGs belong.");
    }
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
}
