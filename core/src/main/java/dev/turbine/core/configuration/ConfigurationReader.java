package dev.turbine.core.configuration;

import dev.turbine.core.yaml.Problems;
import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import dev.turbine.core.yaml.YamlReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads each key of turbine.yaml: a wrong one is noted and takes its default. */
final class ConfigurationReader {
  private static final List<String> KEYS =
      List.of("python", "ports", "workers", "worker_sets", "airflow");

  /**
   * Airflow joins section and option by two underscores into a variable's name, so a name with two
   * could pass for another option.
   */
  private static final Pattern AIRFLOW_NAME = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

  private final OptionCheck check;

  ConfigurationReader(OptionCheck check) {
    this.check = check;
  }

  TurbineConfiguration read(String file, String text, Problems problems) {
    Optional<YamlMapping> root = YamlReader.read(file, text, problems).flatMap(YamlNode::mapping);
    if (root.isEmpty()) {
      return TurbineConfiguration.DEFAULT;
    }
    YamlMapping keys = root.get();
    keys.refuseUnknownKeys(KEYS);
    List<WorkerSetOptions> workers =
        new WorkerSetReader().read(mapping(keys, "workers"), mapping(keys, "worker_sets"));
    int slots = workers.stream().mapToInt(WorkerSetOptions::slots).sum();
    return new TurbineConfiguration(
        keys.get("python").flatMap(this::python),
        mapping(keys, "ports").map(this::ports).orElse(Map.of()),
        workers,
        mapping(keys, "airflow").map(sections -> airflow(sections, slots)).orElse(Map.of()));
  }

  private static Optional<YamlMapping> mapping(YamlMapping keys, String key) {
    return keys.get(key).flatMap(YamlNode::mapping);
  }

  private Optional<String> python(YamlNode node) {
    // Unquoted, 3.12 is a number to YAML; what counts is how it is written.
    Optional<String> version = node.text().filter(TurbineConfiguration.PYTHONS::contains);
    if (version.isEmpty()) {
      node.unexpected("one of " + String.join(", ", TurbineConfiguration.PYTHONS));
    }
    return version;
  }

  private Map<String, Integer> ports(YamlMapping names) {
    names.refuseUnknownKeys(TurbineConfiguration.PORTS);
    Map<Integer, YamlNode> taken = new LinkedHashMap<>();
    Map<String, Integer> ports = new TreeMap<>();
    names
        .entries()
        .forEach((name, node) -> {
          if (!TurbineConfiguration.PORTS.contains(name)) {
            return;
          }
          OptionalInt port =
              node.wholeNumber(TurbineConfiguration.LOWEST_PORT, TurbineConfiguration.HIGHEST_PORT);
          if (port.isEmpty()) {
            return;
          }
          YamlNode other = taken.putIfAbsent(port.getAsInt(), node);
          if (other == null) {
            ports.put(name, port.getAsInt());
          } else {
            node.unexpected(
                "another port than %s in line %d".formatted(other.path(), other.line()));
          }
        });
    return ports;
  }

  private Map<String, Map<String, String>> airflow(YamlMapping sections, int slots) {
    Map<String, Map<String, String>> airflow = new TreeMap<>();
    sections
        .entries()
        .forEach((section, node) -> {
          if (named(section, node)) {
            node.mapping()
                .ifPresent(options -> airflow.put(section, options(section, options, slots)));
          }
        });
    return airflow;
  }

  private Map<String, String> options(String section, YamlMapping options, int slots) {
    Map<String, String> values = new TreeMap<>();
    options
        .entries()
        .forEach((option, node) -> {
          if (!named(option, node)) {
            return;
          }
          Optional<String> reason = check.reasonAgainst(section, option);
          if (reason.isPresent()) {
            node.problem("cannot be set: " + reason.get());
          } else if (section.equals("core") && option.equals("parallelism")) {
            parallelism(node, slots).ifPresent(value -> values.put(option, value));
          } else {
            value(node).ifPresent(value -> values.put(option, value));
          }
        });
    return values;
  }

  private static boolean named(String name, YamlNode node) {
    boolean named = AIRFLOW_NAME.matcher(name).matches();
    if (!named) {
      node.problem("is no name of Airflow's; expected lower case with single underscores");
    }
    return named;
  }

  private static Optional<String> value(YamlNode node) {
    Optional<String> value = node.scalar();
    if (node.kind() == YamlNode.Kind.BOOLEAN) {
      return value.map(word -> word.equalsIgnoreCase("true") ? "True" : "False");
    }
    if (value.isPresent() && value.get().indexOf('\0') >= 0) {
      // Not shown: it may be a password.
      node.problem("holds the character NUL, which no environment variable can; remove it");
      return Optional.empty();
    }
    return value;
  }

  private static Optional<String> parallelism(YamlNode node, int slots) {
    // Below, some slots would never be used; at 0 Airflow does not start.
    Optional<String> value =
        node.text()
            .filter(number -> number.matches("[0-9]{1,9}"))
            .filter(number -> Integer.parseInt(number) >= slots);
    if (value.isEmpty()) {
      node.unexpected(
          "a whole number, at least the %d slots of all workers that may be".formatted(slots));
    }
    return value;
  }
}
