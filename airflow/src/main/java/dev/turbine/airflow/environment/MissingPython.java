package dev.turbine.airflow.environment;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.util.List;
import java.util.stream.Collectors;

/** Says that there is no usable Python, what was found instead, and how to get one. */
final class MissingPython {
  private static final String HOW_TO =
      """
      How to get one:
        Debian, Ubuntu:  sudo apt install python3 python3-venv   (for a further version: python3.12-venv)
        Fedora:          sudo dnf install python3.12
        macOS:           brew install python@3.12
        any of them:     uv python install 3.12, or pyenv install 3.12
      Another place: set TURBINE_PYTHON to the path of the executable.\
      """;

  private MissingPython() {}

  static TurbineException anywhere(List<SupportedPython> accepted, List<Probe> seen) {
    return new TurbineException(
        Category.MACHINE,
        "No usable %s was found on this machine.%n%s%n%s"
            .formatted(names(accepted), found(seen, accepted), HOW_TO));
  }

  static TurbineException explicit(String value, List<SupportedPython> accepted, List<Probe> seen) {
    return new TurbineException(
        Category.MACHINE,
        "TURBINE_PYTHON is %s, which is not a usable %s.%n%s%n%s"
            .formatted(value, names(accepted), found(seen, accepted), HOW_TO));
  }

  private static String names(List<SupportedPython> accepted) {
    List<String> versions = accepted.stream().map(SupportedPython::text).sorted().toList();
    int last = versions.size() - 1;
    return last == 0
        ? "Python " + versions.getFirst()
        : "Python %s or %s"
            .formatted(String.join(", ", versions.subList(0, last)), versions.get(last));
  }

  private static String found(List<Probe> seen, List<SupportedPython> accepted) {
    if (seen.isEmpty()) {
      return "Nothing named python3 was found on PATH or in the usual folders.";
    }
    return seen.stream()
        .map(probe -> "  " + line(probe, accepted))
        .distinct()
        .collect(Collectors.joining("\n", "Found:\n", ""));
  }

  private static String line(Probe probe, List<SupportedPython> accepted) {
    return switch (probe) {
      case Probe.Unusable(var candidate, var reason) -> candidate + " " + reason;
      case Probe.Usable(var python) ->
          "%s is Python %s, not %s".formatted(python.path(), python.version(), names(accepted));
    };
  }
}
