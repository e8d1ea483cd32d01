package dev.turbine.airflow.objects;

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

  /** How many there are. */
  public ObjectCounts counts() {
    return new ObjectCounts(connections.size(), variables.size(), pools.size());
  }
}
