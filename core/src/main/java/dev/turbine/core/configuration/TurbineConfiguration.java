package dev.turbine.core.configuration;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.turbine.core.TurbineException;
import dev.turbine.core.yaml.Problems;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code turbine.yaml} says; every key is optional. The resource {@code turbine.schema.json}
 * next to this class describes the file to editors.
 *
 * @param python the Python version to run Airflow on, one of {@link #PYTHONS}; empty chooses one
 * @param ports the ports that are set, by names of {@link #PORTS}: 1024 to 65535, all different
 * @param workerSets the processes that execute tasks: the set {@value
 *     WorkerSetOptions#DEFAULT_NAME} first, then those under {@code worker_sets}; names and queues
 *     all different
 * @param airflow options of Airflow by section, with values as Airflow reads them from its
 *     environment; may hold secrets
 */
public record TurbineConfiguration(
    Optional<String> python,
    Map<String, Integer> ports,
    List<WorkerSetOptions> workerSets,
    Map<String, Map<String, String>> airflow) {
  /** Python versions that can be asked for. */
  public static final List<String> PYTHONS = List.of("3.11", "3.12", "3.13");

  /** Names of the ports that can be set. */
  public static final List<String> PORTS = List.of("web", "database", "queue", "objects", "daemon");

  /** Those below need root. */
  public static final int LOWEST_PORT = 1024;

  /** The highest there is. */
  public static final int HIGHEST_PORT = 65_535;

  /** What an empty file says. */
  public static final TurbineConfiguration DEFAULT =
      new TurbineConfiguration(
          Optional.empty(), Map.of(), List.of(WorkerSetOptions.DEFAULT), Map.of());

  /** Copies; refuses a stack without workers, and two sets of one name or queue. */
  public TurbineConfiguration {
    workerSets = List.copyOf(workerSets);
    requireDifferent(workerSets.stream().map(options -> options.set().name()).toList());
    requireDifferent(
        workerSets.stream().flatMap(options -> options.set().queues().stream()).toList());
    ports = Map.copyOf(ports);
    airflow =
        airflow.entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
  }

  private static void requireDifferent(List<String> names) {
    if (names.isEmpty() || names.stream().distinct().count() != names.size()) {
      throw new IllegalArgumentException("None, or some twice: " + names);
    }
  }

  /** How many tasks all workers execute at once when there are as many as may be. */
  public int slots() {
    return workerSets.stream().mapToInt(WorkerSetOptions::slots).sum();
  }

  /**
   * Reads the file.
   *
   * @param file its name in problems
   * @param check refuses options under {@code airflow}
   * @throws TurbineException that lists all problems, one per line with its line number
   */
  public static TurbineConfiguration parse(String file, String text, OptionCheck check) {
    Problems problems = new Problems();
    TurbineConfiguration configuration = read(file, text, check, problems);
    problems.throwIfAny();
    return configuration;
  }

  /**
   * Reads the file as one of several.
   *
   * @param file its name in problems
   * @param check refuses options under {@code airflow}
   * @param problems takes what is wrong
   * @return what is right in it, with defaults for the rest
   */
  public static TurbineConfiguration read(
      String file, String text, OptionCheck check, Problems problems) {
    return new ConfigurationReader(check).read(file, text, problems);
  }

  /** Leaves out the values of Airflow's options, which may be secrets. */
  @Override
  public String toString() {
    return "TurbineConfiguration[python=%s, ports=%s, workerSets=%s, airflow=%s]"
        .formatted(python, ports, workerSets, airflow.keySet());
  }
}
