package dev.turbine.airflow.objects;

import dev.turbine.core.yaml.Problems;
import java.util.List;

/**
 * The connections, pools and variables that a project keeps in {@code airflow_settings.yaml}.
 *
 * @param connections in the file's order, each id once
 * @param pools in the file's order, each name once
 * @param variables in the file's order, each name once
 */
public record AirflowObjects(
    List<Connection> connections, List<Pool> pools, List<Variable> variables) {
  /** No objects, as of a project without the file. */
  public static final AirflowObjects NONE = new AirflowObjects(List.of(), List.of(), List.of());

  /** Copies the lists. */
  public AirflowObjects {
    connections = List.copyOf(connections);
    pools = List.copyOf(pools);
    variables = List.copyOf(variables);
  }

  /**
   * Reads the text of an {@code airflow_settings.yaml} as astro has it: lists {@code connections},
   * {@code pools} and {@code variables} below {@code airflow}. Entries without a value are ignored.
   *
   * @param fileName how messages name the file
   * @throws dev.turbine.core.TurbineException with all problems, each with its line, without
   *     secrets
   */
  public static AirflowObjects parse(String fileName, String text) {
    Problems problems = new Problems();
    AirflowObjects objects = read(fileName, text, problems);
    problems.throwIfAny();
    return objects;
  }

  /** As {@link #parse}, but adds what is wrong to the problems of other files. */
  public static AirflowObjects read(String fileName, String text, Problems problems) {
    return new AirflowObjectsReader(fileName, problems).read(text);
  }

  /** How many there are. */
  public ObjectCounts counts() {
    return new ObjectCounts(connections.size(), variables.size(), pools.size());
  }
}
