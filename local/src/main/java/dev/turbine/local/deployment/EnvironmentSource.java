package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Makes the Python environment for a release's requirements. */
@FunctionalInterface
public interface EnvironmentSource {
  /**
   * The environment; made when it is not there, which takes seconds to minutes.
   *
   * @param requirements requirements.txt; need not exist
   * @param kept the release's folder, in which it is kept how they were resolved; need not exist
   * @param progress told what begins
   * @throws dev.turbine.core.TurbineException if the requirements cannot be met
   */
  Environment prepare(Path requirements, Path kept, Consumer<String> progress)
      throws InterruptedException;
}
