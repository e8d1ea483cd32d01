package dev.turbine.airflow.environment;

import java.nio.file.Path;

/**
 * A CPython that was run and can make environments.
 *
 * @param path the real path of its executable, never one inside a virtual environment
 * @param version the full version, such as {@code 3.12.1}; one of {@link SupportedPython}
 */
public record PythonInterpreter(Path path, String version) {
  /** Refuses a relative path and a version without a lock. */
  public PythonInterpreter {
    if (!path.isAbsolute()) {
      throw new IllegalArgumentException("The path must be absolute: " + path);
    }
    if (SupportedPython.ofVersion(version).isEmpty()) {
      throw new IllegalArgumentException("There is no lock for Python " + version);
    }
  }

  /** The minor version that it belongs to. */
  public SupportedPython minor() {
    return SupportedPython.ofVersion(version).orElseThrow();
  }
}
