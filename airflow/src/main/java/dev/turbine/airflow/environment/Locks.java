package dev.turbine.airflow.environment;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The locks that ship with Turbine, made by {@code airflow/compile-locks}.
 *
 * @param base the hashed lock of each Python
 * @param constraints the versions that Airflow is tested with, preferred for what a project adds
 * @param uv the hashed lock of uv
 */
record Locks(Map<SupportedPython, String> base, String constraints, String uv) {
  Locks {
    base = Map.copyOf(base);
  }

  static Locks committed() {
    Map<SupportedPython, String> base = new EnumMap<>(SupportedPython.class);
    for (SupportedPython python : SupportedPython.values()) {
      base.put(python, read("airflow-" + python.text() + ".txt"));
    }
    return new Locks(base, read("constraints.txt"), read("uv.txt"));
  }

  private static String read(String name) {
    try (InputStream stream = Locks.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("The jar lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
