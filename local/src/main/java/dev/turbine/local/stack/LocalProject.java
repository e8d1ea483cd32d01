package dev.turbine.local.stack;

import dev.turbine.airflow.objects.AirflowObjects;
import dev.turbine.airflow.settings.ReservedOptions;
import dev.turbine.core.TurbineException;
import dev.turbine.core.configuration.DotEnv;
import dev.turbine.core.configuration.TurbineConfiguration;
import dev.turbine.core.project.Project;
import dev.turbine.core.yaml.Problems;
import dev.turbine.local.port.Port;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/**
 * A project as it stands on this machine's disk, read and checked.
 *
 * @param layout where its parts are
 * @param configuration turbine.yaml
 * @param dotEnv the variables of {@code .env}; secrets
 * @param objects connections, pools and variables of {@code airflow_settings.yaml}; secrets
 * @param directory where its stack keeps its state
 */
public record LocalProject(
    Project layout,
    TurbineConfiguration configuration,
    Map<String, String> dotEnv,
    AirflowObjects objects,
    StackDirectory directory) {

  /** Copies. */
  public LocalProject {
    dotEnv = Map.copyOf(dotEnv);
  }

  /**
   * Reads a project's files; changes nothing.
   *
   * @param root the project's folder
   * @throws TurbineException if it is no project, or with all that is wrong in its files
   */
  public static LocalProject load(Path root) {
    Path folder = root.toAbsolutePath().normalize();
    Project layout = Project.at(folder, Files::isDirectory);
    Problems problems = new Problems();
    ProjectFiles files = new ProjectFiles(folder, problems);
    ReservedOptions reserved = new ReservedOptions();
    TurbineConfiguration configuration =
        files
            .read(layout.configuration())
            .map(text -> TurbineConfiguration.read("turbine.yaml", text, reserved, problems))
            .orElse(TurbineConfiguration.DEFAULT);
    Map<String, String> dotEnv =
        files.read(layout.dotEnv()).map(text -> dotEnv(text, reserved, problems)).orElse(Map.of());
    AirflowObjects objects =
        files
            .read(layout.objects())
            .map(text -> AirflowObjects.read("airflow_settings.yaml", text, problems))
            .orElse(AirflowObjects.NONE);
    problems.throwIfAny();
    return new LocalProject(layout, configuration, dotEnv, objects, StackDirectory.of(folder));
  }

  private static Map<String, String> dotEnv(
      String text, ReservedOptions reserved, Problems problems) {
    try {
      return DotEnv.parse(
          ".env",
          text,
          name -> reserved.reasonAgainstVariable(name).map(reason -> "cannot be set: " + reason));
    } catch (TurbineException e) {
      problems.add(".env", e);
      return Map.of();
    }
  }

  /** The ports that turbine.yaml sets. */
  public Map<Port, Integer> ports() {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    for (Port port : Port.values()) {
      Integer number = configuration.ports().get(port.word());
      if (number != null) {
        ports.put(port, number);
      }
    }
    return ports;
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "LocalProject[" + layout.root() + "]";
  }
}
