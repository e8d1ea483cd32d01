package dev.turbine.cli;

import dev.turbine.airflow.process.Command.Output;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectEnvironment;
import dev.turbine.local.stack.ProjectPython;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine pytest}: the project's tests. */
@Command(
    name = "pytest",
    description = {
      "Runs pytest in the project's folder with the project's packages; no stack is needed.",
      "Airflow's database is then a file in .turbine/scratch: tests never touch the stack's.",
      "All that follows the first word is pytest's; the exit code is pytest's too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine pytest                     the folder tests, or what pytest finds",
      "  turbine pytest -x -k word_counts",
      "  turbine pytest -- -p no:randomly   an option that Turbine has too"
    })
final class PytestCommand implements Callable<Integer> {
  private static final Duration MIGRATION_LIMIT = Duration.ofMinutes(5);

  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARGS", arity = "0..*", description = "What follows pytest.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws InterruptedException {
    return run(project.load(), ProjectPython.ofUser(), arguments, this::say);
  }

  /**
   * Runs the tests in the terminal.
   *
   * @param arguments of pytest; the project's own tests if there are none
   * @param progress told what begins
   * @return pytest's exit code
   */
  static int run(
      LocalProject loaded, ProjectPython pythons, List<String> arguments, Consumer<String> progress)
      throws InterruptedException {
    ProjectEnvironment environment = ProjectEnvironment.withoutStack(loaded, pythons, progress);
    migrate(environment, loaded.directory().scratch(), progress);
    List<String> command =
        new ArrayList<>(List.of(environment.python().python().toString(), "-m", "pytest"));
    command.addAll(arguments);
    if (arguments.isEmpty() && Files.isDirectory(environment.directory().resolve("tests"))) {
      command.add("tests");
    }
    return Foreground.run(environment.process(command));
  }

  /** Once for each environment: the database of another Airflow is of no use. */
  private static void migrate(
      ProjectEnvironment environment, Path scratch, Consumer<String> progress)
      throws InterruptedException {
    Path migrated = scratch.resolve("migrated-" + environment.python().id());
    if (Files.exists(migrated)) {
      return;
    }
    progress.accept("Making a database for tests; this happens once");
    Output output = environment.command(MIGRATION_LIMIT, "airflow", "db", "migrate").run();
    if (!output.succeeded()) {
      throw new TurbineException(
          Category.FAILED,
          "Airflow's database for tests in %s could not be made:%n%s"
              .formatted(scratch, output.standardError().strip()));
    }
    try {
      Files.createFile(migrated);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void say(String progress) {
    spec.commandLine().getErr().println("  " + progress);
    spec.commandLine().getErr().flush();
  }
}
