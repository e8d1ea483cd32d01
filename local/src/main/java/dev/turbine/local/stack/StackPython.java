package dev.turbine.local.stack;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.PythonInterpreter;
import dev.turbine.local.deployment.EnvironmentSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Python of a stack, looked for once: that runs every executable that may be one, for a quarter
 * of a second, and each saved file would wait for it.
 */
final class StackPython implements EnvironmentSource {
  private final LocalProject project;
  private final ProjectPython pythons;
  private Optional<PythonInterpreter> found = Optional.empty();

  StackPython(LocalProject project, ProjectPython pythons) {
    this.project = project;
    this.pythons = pythons;
  }

  /**
   * The interpreter that the stack's environments are made of.
   *
   * @throws dev.turbine.core.TurbineException if there is no usable one
   */
  synchronized PythonInterpreter interpreter() throws InterruptedException {
    if (found.isEmpty()) {
      found = Optional.of(pythons.interpreter(project));
    }
    return found.get();
  }

  @Override
  public Environment prepare(Path requirements, Path kept, Consumer<String> progress)
      throws InterruptedException {
    return pythons.prepare(interpreter(), requirements, kept, progress);
  }
}
