package dev.turbine.airflow.environment;

import dev.turbine.airflow.process.Command.Output;
import java.nio.file.Path;
import java.util.List;

/** What running a candidate told about it. */
sealed interface Probe {
  /**
   * Prints, one a line: implementation, version, real executable, and what is missing. It has to
   * run on Python 2 too, to learn that it is too old.
   */
  String SCRIPT =
      """
      import os, platform, sys
      try:
          from importlib.util import find_spec
      except ImportError:
          find_spec = lambda name: None
      missing = [name for name in ("venv", "ensurepip") if not find_spec(name)]
      print(platform.python_implementation())
      print(platform.python_version())
      print(os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable))
      print("missing:" + ",".join(missing))
      print("flags:" + getattr(sys, "abiflags", ""))
      """;

  /** It works. */
  record Usable(PythonInterpreter interpreter) implements Probe {}

  /**
   * It does not.
   *
   * @param candidate the path that was tried
   * @param reason why, as half a sentence
   */
  record Unusable(Path candidate, String reason) implements Probe {}

  /** Judges what {@link #SCRIPT} printed. */
  static Probe of(Path candidate, Output output) {
    List<String> lines = output.standardOutput().lines().toList();
    if (!output.succeeded() || lines.size() != 5) {
      String said = output.standardError().strip().lines().findFirst().orElse("it said nothing");
      return new Unusable(
          candidate, "fails when run (exit code %d: %s)".formatted(output.exitCode(), said));
    }
    String implementation = lines.get(0);
    String version = lines.get(1);
    String missing = lines.get(3).substring("missing:".length());
    if (!implementation.equals("CPython")) {
      return new Unusable(candidate, "is %s %s, not CPython".formatted(implementation, version));
    }
    if (SupportedPython.ofVersion(version).isEmpty()) {
      return new Unusable(candidate, "is Python %s, which has no lock".formatted(version));
    }
    if (lines.get(4).contains("t")) {
      return new Unusable(candidate, "is a free-threaded build, which most packages lack");
    }
    if (!missing.isEmpty()) {
      return new Unusable(
          candidate, "is Python %s without the modules %s".formatted(version, missing));
    }
    return new Usable(new PythonInterpreter(Path.of(lines.get(2)), version));
  }
}
