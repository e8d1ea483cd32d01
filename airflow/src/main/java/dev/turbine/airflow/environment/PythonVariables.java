package dev.turbine.airflow.environment;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Variables that would make a Python or uv look elsewhere than where it is told to. */
final class PythonVariables {
  private static final Set<String> MISLEADING =
      Set.of(
          "PYTHONHOME",
          "PYTHONPATH",
          "PYTHONSTARTUP",
          "PYTHONDONTWRITEBYTECODE",
          "VIRTUAL_ENV",
          "CONDA_PREFIX",
          "__PYVENV_LAUNCHER__",
          "UV_PYTHON",
          "UV_SYSTEM_PYTHON",
          "UV_PROJECT_ENVIRONMENT",
          "UV_WORKING_DIR");

  private PythonVariables() {}

  static Map<String, String> without(Map<String, String> environment) {
    Map<String, String> result = new HashMap<>(environment);
    result.keySet().removeAll(MISLEADING);
    return Map.copyOf(result);
  }
}
