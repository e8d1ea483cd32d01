package dev.turbine.airflow.objects;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Writes a project's objects to Airflow, as often as one likes: those of the file overwrite
 * Airflow's of the same name, all others are left alone.
 */
public final class AirflowObjectsWriter {
  private final AirflowApi api;

  /** Nothing is sent yet. */
  public AirflowObjectsWriter(AirflowApi api) {
    this.api = api;
  }

  /**
   * Writes all objects.
   *
   * @return how many were written
   * @throws TurbineException naming the objects that were not written, without their values
   */
  public ObjectCounts write(AirflowObjects objects) throws InterruptedException {
    SequencedMap<String, Object> pools = new LinkedHashMap<>();
    objects.pools().forEach(pool -> pools.put(pool.name(), body(pool)));
    create("pools", pools);

    SequencedMap<String, Object> variables = new LinkedHashMap<>();
    objects.variables().forEach(variable -> variables.put(variable.name(), body(variable)));
    create("variables", variables);

    forgetPasswords(objects.connections());
    SequencedMap<String, Object> connections = new LinkedHashMap<>();
    objects.connections().forEach(connection -> connections.put(connection.id(), body(connection)));
    create("connections", connections);
    return objects.counts();
  }

  /** Airflow ignores an empty password when it overwrites; only a new connection has none. */
  private void forgetPasswords(List<Connection> connections) throws InterruptedException {
    List<String> stale = new ArrayList<>();
    for (Connection connection : connections) {
      if (connection.password().isEmpty() && hasPassword(connection.id())) {
        stale.add(connection.id());
      }
    }
    // A request of its own: in one request with the creation Airflow would delete it afterwards.
    bulk(
        "connections",
        stale,
        Map.of("action", "delete", "action_on_non_existence", "skip", "entities", stale));
  }

  private boolean hasPassword(String id) throws InterruptedException {
    return api.get("connections/" + AirflowApi.segment(id))
        .map(connection -> connection.path("password").asText(""))
        .filter(masked -> !masked.isEmpty())
        .isPresent();
  }

  private void create(String kind, SequencedMap<String, Object> bodies)
      throws InterruptedException {
    bulk(
        kind,
        bodies.keySet(),
        Map.of(
            "action", "create",
            "action_on_existence", "overwrite",
            "entities", bodies.values()));
  }

  private void bulk(String kind, Iterable<String> names, Map<String, Object> action)
      throws InterruptedException {
    List<String> missing = new ArrayList<>();
    names.forEach(missing::add);
    if (missing.isEmpty()) {
      return;
    }
    JsonNode answer;
    try {
      answer = api.patch(kind, Map.of("actions", List.of(action)));
    } catch (TurbineException e) {
      String reason = String.valueOf(e.getMessage());
      throw new TurbineException(e.category(), refused(kind, missing, reason), e);
    }
    // Airflow answers 200 even if it wrote only some or none.
    JsonNode result = answer.path(String.valueOf(action.get("action")));
    result.path("success").forEach(name -> missing.remove(name.asText()));
    if (!missing.isEmpty() || !result.path("errors").isEmpty()) {
      throw new TurbineException(
          Category.FAILED, refused(kind, missing, reasons(result.path("errors"))));
    }
  }

  /** Errors without a status quote what was sent, secrets and all. */
  private static String reasons(JsonNode errors) {
    StringJoiner reasons = new StringJoiner("; ");
    for (JsonNode error : errors) {
      if (error.has("status_code")) {
        reasons.add(error.path("error").asText());
      }
    }
    return reasons.length() == 0 ? "Airflow gave no reason." : reasons.toString();
  }

  private static String refused(String kind, List<String> names, String reason) {
    return "Airflow did not write the %s %s of airflow_settings.yaml: %s"
        .formatted(kind, String.join(", ", names), reason);
  }

  private static Map<String, @Nullable Object> body(Pool pool) {
    Map<String, @Nullable Object> body = new HashMap<String, @Nullable Object>();
    body.put("name", pool.name());
    body.put("slots", pool.slots());
    if (!pool.name().equals(Pool.DEFAULT)) {
      body.put("description", pool.description().orElse(null));
    }
    return body;
  }

  private static Map<String, @Nullable Object> body(Variable variable) {
    return Map.of("key", variable.name(), "value", variable.value());
  }

  /** With a null for each field that the file leaves empty: without it the old value would stay. */
  private static Map<String, @Nullable Object> body(Connection connection) {
    Map<String, @Nullable Object> body = new HashMap<String, @Nullable Object>();
    body.put("connection_id", connection.id());
    body.put("conn_type", connection.type());
    body.put("host", connection.host().orElse(null));
    body.put("schema", connection.schema().orElse(null));
    body.put("login", connection.login().orElse(null));
    body.put("password", connection.password().orElse(null));
    body.put("port", connection.port().orElse(null));
    body.put("extra", connection.extra().orElse(null));
    return body;
  }
}
