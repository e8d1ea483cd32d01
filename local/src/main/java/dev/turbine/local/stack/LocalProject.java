package dev.turbine.local.stack;

import dev.turbine.core.configuration.TurbineConfiguration;
import dev.turbine.core.project.Project;
import java.util.Map;
import java.util.Optional;
import java.nio.file.Path;

/**
 * A project as it stands on this machine's disk, read and checked.
 *
 * @param layout where its parts are
 * @param configuration turbine.yaml
 * @param dotEnv the variables of {@code .env}; secrets
 * @param directory where its stack keeps its state
 */
public record LocalProject(
    Project layout,
    TurbineConfiguration configuration,
    Map<String, String> dotEnv,
    StackDirectory directory) {

  public LocalProject {
    dotEnv = Map.copyOf(dotEnv);
  }

  public static LocalProject load(Path root) {
    return new LocalProject(
        new Project(root, root.resolve("airflow")),
        new TurbineConfiguration(
            Optional.empty(), Map.of(), new TurbineConfiguration.Workers(1, 4), Map.of()),
        Map.of(),
        StackDirectory.of(root));
  }

  public Map<Port, Integer> ports() {
    return Map.of();
  }
}
