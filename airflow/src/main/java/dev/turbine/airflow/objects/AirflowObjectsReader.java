package dev.turbine.airflow.objects;

import dev.turbine.core.yaml.Problems;
import dev.turbine.core.yaml.YamlDocument;
import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import dev.turbine.core.yaml.YamlNode.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads {@code airflow_settings.yaml} as astro users have it. */
final class AirflowObjectsReader {
  private static final Set<Kind> SCALARS = EnumSet.of(Kind.TEXT, Kind.NUMBER, Kind.BOOLEAN);
  private static final int LONGEST_CONNECTION = 200;
  private static final int LONGEST_POOL = 256;
  private static final int LONGEST_VARIABLE = 250;
  private static final int LONGEST_TYPE = 500;
  private static final int MOST_SLOTS = 999_999_999;
  private static final int LAST_PORT = 65535;

  /** What Airflow's REST API accepts. */
  private static final Pattern CONNECTION_ID =
      Pattern.compile("[\\w.-]+", Pattern.UNICODE_CHARACTER_CLASS);

  private static final List<String> CONNECTION_KEYS =
      List.of(
          "conn_id",
          "conn_type",
          "conn_host",
          "conn_schema",
          "conn_login",
          "conn_password",
          "conn_port",
          "conn_extra",
          "conn_uri");
  private static final List<String> POOL_KEYS =
      List.of("pool_name", "pool_slot", "pool_description");
  private static final List<String> VARIABLE_KEYS = List.of("variable_name", "variable_value");

  /** The extra of the entry without an id in astro's template. */
  private static final String TEMPLATE_EXTRA = "{\"example_extra_field\":\"example-value\"}";

  private final YamlJson json = new YamlJson();
  private final String file;
  private final Problems problems;

  AirflowObjectsReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  /** What could be read; the rest is in the problems. */
  AirflowObjects read(String text) {
    Optional<YamlMapping> root = YamlDocument.read(file, text, problems).flatMap(YamlNode::mapping);
    root.ifPresent(mapping -> mapping.refuseUnknownKeys(List.of("airflow")));
    Optional<YamlMapping> airflow =
        root.flatMap(mapping -> filled(mapping, "airflow")).flatMap(YamlNode::mapping);
    airflow.ifPresent(
        mapping -> mapping.refuseUnknownKeys(List.of("connections", "pools", "variables")));
    return airflow
        .map(objects ->
            new AirflowObjects(
                entries(objects, "connections", CONNECTION_KEYS, this::connection),
                entries(objects, "pools", POOL_KEYS, this::pool),
                entries(objects, "variables", VARIABLE_KEYS, this::variable)))
        .orElse(AirflowObjects.NONE);
  }

  /** Reads a list of entries; the first key of each names it. */
  private <T> List<T> entries(
      YamlMapping airflow,
      String kind,
      List<String> keys,
      Function<SettingsEntry, Optional<T>> read) {
    Map<String, Integer> lines = new HashMap<>();
    List<T> entries = new ArrayList<>();
    for (YamlNode item : filled(airflow, kind).flatMap(YamlNode::items).orElse(List.of())) {
      if (SettingsEntry.isEmpty(item)) {
        continue;
      }
      if (item.kind() != Kind.MAPPING) {
        // Not shown: it may be a secret that lost its key.
        item.problem("is no mapping; expected lines of 'key: value' with " + keys.getFirst());
        continue;
      }
      item.mapping()
          .map(fields -> new SettingsEntry(item, fields))
          .filter(entry -> !isTemplate(entry))
          .ifPresent(entry -> {
            entry.fields().refuseUnknownKeys(keys);
            refuseSecond(entry, keys.getFirst(), lines);
            read.apply(entry).ifPresent(entries::add);
          });
    }
    return entries;
  }

  private static Optional<YamlNode> filled(YamlMapping mapping, String key) {
    return mapping.get(key).filter(value -> !SettingsEntry.isEmpty(value));
  }

  /** Whether it is an entry of astro's template that nobody filled in. */
  private boolean isTemplate(SettingsEntry entry) {
    return entry.fields().entries().entrySet().stream()
        .allMatch(field ->
            SettingsEntry.isEmpty(field.getValue())
                || (field.getKey().equals("conn_extra")
                    && json.of(field.getValue()).equals(TEMPLATE_EXTRA)));
  }

  private static void refuseSecond(SettingsEntry entry, String key, Map<String, Integer> lines) {
    Optional<YamlNode> name = entry.filled(key).filter(node -> SCALARS.contains(node.kind()));
    name.ifPresent(node -> {
      Integer first = lines.putIfAbsent(node.scalar().orElseThrow(), node.line());
      if (first != null) {
        node.problem("is the same as in line %d; expected each once".formatted(first));
      }
    });
  }

  private Optional<Connection> connection(SettingsEntry entry) {
    Optional<String> id = entry.name("conn_id", LONGEST_CONNECTION);
    if (id.filter(text -> !CONNECTION_ID.matcher(text).matches()).isPresent()) {
      entry.at("conn_id").unexpected("only letters, digits, '_', '.' and '-'");
    }
    if (entry.filled("conn_uri").isPresent()) {
      entry
          .at("conn_uri")
          .problem(
              "cannot be used; write conn_type, conn_host and so on, or AIRFLOW_CONN_… in .env");
    }
    Optional<String> type =
        entry.filled("conn_uri").isPresent()
            ? Optional.empty()
            : entry.name("conn_type", LONGEST_TYPE);
    Connection connection =
        new Connection(
            id.orElse(""),
            type.orElse(""),
            entry.text("conn_host"),
            entry.text("conn_schema"),
            entry.text("conn_login"),
            entry.text("conn_password"),
            port(entry),
            extra(entry));
    return id.isPresent() && type.isPresent() ? Optional.of(connection) : Optional.empty();
  }

  /** None if it is 0, which astro writes for none. */
  private static Optional<Integer> port(SettingsEntry entry) {
    OptionalInt port = entry.number("conn_port", 0, LAST_PORT);
    return port.isPresent() && port.getAsInt() > 0
        ? Optional.of(port.getAsInt())
        : Optional.empty();
  }

  private Optional<String> extra(SettingsEntry entry) {
    Optional<String> extra = entry.filled("conn_extra").map(this::written);
    if (extra.filter(text -> !json.isObject(text)).isPresent()) {
      entry.at("conn_extra").problem("is no JSON object; expected one, or lines of 'key: value'");
    }
    return extra;
  }

  private Optional<Pool> pool(SettingsEntry entry) {
    Optional<String> name = entry.name("pool_name", LONGEST_POOL);
    if (entry.filled("pool_slot").isEmpty()) {
      entry.missing("pool_slot");
    }
    OptionalInt slots = entry.number("pool_slot", -1, MOST_SLOTS);
    Optional<String> description = entry.text("pool_description");
    return slots.isPresent()
        ? name.map(text -> new Pool(text, slots.getAsInt(), description))
        : Optional.empty();
  }

  private Optional<Variable> variable(SettingsEntry entry) {
    Optional<String> name = entry.name("variable_name", LONGEST_VARIABLE);
    Optional<YamlNode> value =
        entry.fields().get("variable_value").filter(node -> node.kind() != Kind.EMPTY);
    if (value.isEmpty()) {
      entry.missing("variable_value");
    }
    return value.flatMap(node -> name.map(text -> new Variable(text, written(node))));
  }

  /** What is nested as JSON, anything else as written. */
  private String written(YamlNode node) {
    return SCALARS.contains(node.kind()) ? node.scalar().orElseThrow() : json.of(node);
  }
}
