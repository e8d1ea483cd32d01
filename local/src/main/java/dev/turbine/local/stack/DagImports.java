package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.process.LogTail;
import dev.turbine.local.process.PythonParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Imports the DAGs of the project's folder in forks of the Python parent, which has imported
 * Airflow already.
 */
record DagImports(LocalProject project, ServiceProcesses processes) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Waits for the import's end; interrupted, it ends the import.
   *
   * @param environment the id of the Python environment to import them in
   * @return what {@code turbine_airflow.parse} reports; empty if the stack has another environment
   * @throws TurbineException if the import did not come to its end
   */
  Optional<String> run(String environment) throws InterruptedException {
    Optional<PythonParent> parent = processes.parentIn(environment);
    return parent.isEmpty() ? Optional.empty() : Optional.of(run(parent.get()));
  }

  private String run(PythonParent parent) throws InterruptedException {
    Path folder = project.directory().run();
    try {
      Path report = Files.createTempFile(folder, "import-", ".json");
      Path log = Files.createTempFile(folder, "import-", ".log");
      try {
        return run(parent, report, log);
      } finally {
        Files.delete(report);
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(PythonParent parent, Path report, Path log)
      throws InterruptedException, IOException {
    Optional<String> failure = parent.parse(project.layout().dags(), report, log).finish(LIMIT);
    if (failure.isPresent()) {
      throw new TurbineException(
          Category.FAILED,
          "The import of the DAGs %s. %s".formatted(failure.get(), LogTail.quote(log)));
    }
    return Files.readString(report);
  }
}
