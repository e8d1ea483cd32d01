package dev.turbine.local.stack;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.process.Command;
import dev.turbine.airflow.python.PythonPackage;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Where a project's Python processes run: the one place that says so, for the services of a stack
 * and for what a person starts beside them.
 *
 * @param python the environment with Airflow and what the project adds
 * @param variables the complete environment variables; secrets
 * @param directory the folder to start in, the project's
 */
public record ProjectEnvironment(
    Environment python, Map<String, String> variables, Path directory) {
  /** Copies the variables. */
  public ProjectEnvironment {
    variables = Map.copyOf(variables);
  }

  /**
   * That of a stack with these settings. Puts Turbine's Python package in place.
   *
   * @param settings as {@link StackEnvironment} gives them
   */
  static ProjectEnvironment of(
      LocalProject project,
      Environment python,
      Map<String, String> shell,
      Map<String, String> settings) {
    PythonPackage.extractTo(project.directory().python());
    return new ProjectEnvironment(
        python, StackEnvironment.complete(shell, settings, python.root()), project.layout().root());
  }

  /**
   * That of the project's stack, which was started before: it has secrets and ports. Modules and
   * plugins come from the project's folder, whichever release is active.
   *
   * @param progress told what begins
   * @throws dev.turbine.core.TurbineException as {@link ProjectPython#prepare}
   */
  public static ProjectEnvironment ofStack(
      LocalProject project, ProjectPython pythons, Consumer<String> progress)
      throws InterruptedException {
    Path root = project.directory().root();
    Map<Port, Integer> ports = Ports.remembered(root);
    Map<String, String> settings =
        StackEnvironment.settings(
            project, Secrets.of(root), port -> Objects.requireNonNull(ports.get(port)));
    settings.putAll(StackEnvironment.projectFolders(project));
    return of(project, pythons.prepare(project, progress), pythons.shell(), settings);
  }

  /**
   * One that touches nothing of the stack, for tests and for importing DAGs: Airflow's database is
   * a file in {@link StackDirectory#scratch}, not migrated, and tasks that it runs it runs itself.
   *
   * @param progress told what begins
   * @throws dev.turbine.core.TurbineException as {@link ProjectPython#prepare}
   */
  public static ProjectEnvironment withoutStack(
      LocalProject project, ProjectPython pythons, Consumer<String> progress)
      throws InterruptedException {
    project.directory().create();
    return of(
        project,
        pythons.prepare(project, progress),
        pythons.shell(),
        StackEnvironment.settingsWithoutStack(project));
  }

  /** A program of the Python environment: the path of its file. */
  public String program(String name) {
    return python.root().resolve("bin").resolve(name).toString();
  }

  /**
   * A program of the Python environment, to be run to its end without a terminal.
   *
   * @param program such as {@code airflow}
   */
  public Command command(Duration timeout, String program, String... arguments) {
    List<String> line = new ArrayList<>(List.of(program(program)));
    line.addAll(List.of(arguments));
    return new Command(line, variables, directory, timeout);
  }

  /** A process to start here; no output is redirected yet. */
  public ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(variables);
    return builder;
  }

  /** Shows no variables. */
  @Override
  public String toString() {
    return "ProjectEnvironment[" + python.id() + " in " + directory + "]";
  }
}
