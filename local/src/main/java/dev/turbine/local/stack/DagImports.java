package dev.turbine.local.stack;

import dev.turbine.airflow.process.Command;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.process.LogTail;
import dev.turbine.local.process.PythonParent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Imports DAGs: in forks of the Python parent, which has imported Airflow already, if it has the
 * environment.
 */
record DagImports(LocalProject project, ServiceProcesses processes) {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  /**
   * Imports those of the project's folder, and waits for it; interrupted, it ends the import.
   *
   * @param environment the id of the Python environment to import them in
   * @return what {@code turbine_airflow.parse} reports; empty if the stack has another environment
   * @throws TurbineException if the import did not come to its end
   */
  Optional<String> run(String environment) throws InterruptedException {
    Optional<PythonParent> parent = processes.parentIn(environment);
    return parent.isEmpty()
        ? Optional.empty()
        : Optional.of(run(parent.get(), project.layout().dags()));
  }

  /**
   * Imports those of a release in its own environment, and waits for it.
   *
   * @param release its folder, with a link to its environment
   * @return what {@code turbine_airflow.parse} reports
   * @throws TurbineException if the import did not come to its end
   */
  String ofRelease(Path release) throws InterruptedException {
    Path dags = release.resolve("airflow/dags");
    try {
      Path python = Files.readSymbolicLink(release.resolve("environment"));
      Optional<PythonParent> parent = processes.parentAt(python);
      return parent.isPresent() ? run(parent.get(), dags) : runAlone(python, dags);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String runAlone(Path python, Path dags) throws InterruptedException {
    Command command =
        new Command(
            List.of(
                python.resolve("bin/python").toString(),
                "-m",
                "turbine_airflow.parse",
                dags.toString()),
            processes.variables(python),
            project.layout().root(),
            LIMIT);
    Command.Output output = command.run();
    if (!output.succeeded()) {
      throw new TurbineException(
          Category.FAILED,
          "The import of the DAGs did not come to its end (exit code %d): %s"
              .formatted(output.exitCode(), output.standardError().strip()));
    }
    return output.standardOutput();
  }

  private String run(PythonParent parent, Path dags) throws InterruptedException {
    Path folder = project.directory().run();
    try {
      Path report = Files.createTempFile(folder, "import-", ".json");
      Path log = Files.createTempFile(folder, "import-", ".log");
      try {
        return run(parent, dags, report, log);
      } finally {
        Files.delete(report);
        Files.delete(log);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String run(PythonParent parent, Path dags, Path report, Path log)
      throws InterruptedException, IOException {
    Optional<String> failure = parent.parse(dags, report, log).finish(LIMIT);
    if (failure.isPresent()) {
      throw new TurbineException(
          Category.FAILED,
          "The import of the DAGs %s. %s".formatted(failure.get(), LogTail.quote(log)));
    }
    return Files.readString(report);
  }
}
