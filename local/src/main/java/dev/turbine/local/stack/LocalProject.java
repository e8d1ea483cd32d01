package dev.turbine.local.stack;

import dev.turbine.airflow.objects.AirflowObjects;
import dev.turbine.core.configuration.TurbineConfiguration;
import dev.turbine.core.project.Project;
import java.util.Map;
import java.util.Optional;

/**
 * A project as it stands on this machine's disk, read and checked.
 *
 * @param layout where its parts are
 * @param configuration turbine.yaml
 * @param dotEnv the variables of {@code .env}; secrets
 * @param objects connections, variables and pools of {@code airflow_settings.yaml}
 * @param requirements the text of requirements.txt
 * @param directory where its stack keeps its state
 */
public record LocalProject(
    Project layout,
    TurbineConfiguration configuration,
    Map<String, String> dotEnv,
    AirflowObjects objects,
    Optional<String> requirements,
    StackDirectory directory) {

  public LocalProject {
    dotEnv = Map.copyOf(dotEnv);
  }
}
