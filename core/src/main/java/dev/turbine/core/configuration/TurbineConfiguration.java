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
 * @param workers the processes that execute tasks
 * @param airflow options of Airflow by section, with values as Airflow reads them from its
 *     environment
 */
public record TurbineConfiguration(
    Optional<String> python,
    Map<String, Integer> ports,
    Workers workers,
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
      new TurbineConfiguration(Optional.empty(), Map.of(), Workers.DEFAULT, Map.of());

  /** Copies. */
  public TurbineConfiguration {
    ports = Map.copyOf(ports);
    airflow =
        airflow.entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, entry -> Map.copyOf(entry.getValue())));
  }

  /**
   * The processes that execute tasks.
   *
   * @param count how many, 1 to {@value #MOST}
   * @param concurrency how many tasks each executes at once, 1 to {@value #MOST_CONCURRENT}
   */
  public record Workers(int count, int concurrency) {
    /** More than a laptop can carry. */
    public static final int MOST = 64;

    /** More than one machine can carry. */
    public static final int MOST_CONCURRENT = 256;

    /** What a stack has when nothing says otherwise. */
    public static final Workers DEFAULT = new Workers(1, 4);

    /** Checks the ranges. */
    public Workers {
      if (count < 1 || count > MOST || concurrency < 1 || concurrency > MOST_CONCURRENT) {
        throw new IllegalArgumentException(count + " workers of concurrency " + concurrency);
      }
    }

    /** How many tasks all of them execute at once. */
    public int slots() {
      return count * concurrency;
    }
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
}
