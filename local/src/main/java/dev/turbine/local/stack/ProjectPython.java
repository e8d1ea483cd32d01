package dev.turbine.local.stack;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.PythonInterpreter;
import dev.turbine.airflow.environment.PythonInterpreters;
import dev.turbine.airflow.environment.Requirements;
import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.core.TurbineException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The Python environments of this user's projects, and the cache folder that they live in.
 *
 * @param cache shared by all stacks of the user
 * @param shell the environment variables of the person's shell
 * @param home the person's home folder
 */
public record ProjectPython(Path cache, Map<String, String> shell, Path home) {
  /** Those of the user who runs this process. */
  public static ProjectPython ofUser() {
    Map<String, String> shell = System.getenv();
    Path home = Path.of(System.getProperty("user.home"));
    return new ProjectPython(Environments.cache(shell, home), shell, home);
  }

  /**
   * The environment of a project; made when it is not there, which takes seconds to minutes.
   *
   * @param progress told what begins
   * @throws TurbineException if there is no usable Python, or the requirements cannot be met
   */
  public Environment prepare(LocalProject project, Consumer<String> progress)
      throws InterruptedException {
    return new Environments(cache, shell)
        .prepare(
            interpreter(project), Requirements.read(project.layout().requirements()), progress);
  }

  /**
   * The environment of one of a project's releases.
   *
   * @param file the release's requirements.txt; need not exist
   * @param kept the release's folder, in which it is kept how they were resolved; need not exist
   * @param progress told what begins
   * @throws TurbineException as the other
   */
  Environment prepare(PythonInterpreter python, Path file, Path kept, Consumer<String> progress)
      throws InterruptedException {
    return new Environments(cache, shell).prepare(python, Requirements.read(file), kept, progress);
  }

  /**
   * The interpreter that the project's environments are made of.
   *
   * @throws TurbineException if there is no usable one
   */
  public PythonInterpreter interpreter(LocalProject project) throws InterruptedException {
    PythonInterpreters interpreters = new PythonInterpreters(shell, home);
    Optional<SupportedPython> wanted =
        project.configuration().python().flatMap(SupportedPython::of);
    return wanted.isPresent() ? interpreters.find(wanted.get()) : interpreters.find();
  }
}
