package dev.turbine.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.WorkerSet;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schema that editors use and the reader say the same about a file. */
class TurbineSchemaTest {
  /** What only the reader can see: comparisons between values. */
  private static final List<String> BETWEEN_VALUES =
      List.of(
          "expected another port than",
          "airflow.core.parallelism is",
          "expected a number not below min",
          "expected a number below growth_threshold",
          "a queue belongs to one set");

  private static final List<String> VALUES =
      List.of(
          "",
          "~",
          "0",
          "1",
          "64",
          "65",
          "256",
          "257",
          "1023",
          "1024",
          "65535",
          "65536",
          "-1",
          "2.5",
          "99999999999999999999",
          "3.11",
          "3.12",
          "3.13",
          "3.10",
          "\"3.12\"",
          "\"3.14\"",
          "\"8080\"",
          "true",
          "yes",
          "text",
          "\"\"",
          "[]",
          "[1]",
          "{}",
          "{a: 1}",
          "{a_b.c-d: true}",
          "{A: 1}",
          "{a__b: 1}",
          "{a: }",
          "{a: []}",
          "{a: {b: 1.5}}",
          "{a: {B: x}}",
          "{a: {b: }}",
          "{a: {b: {c: 1}}}",
          "{queues: [a, b_C-1]}",
          "{queues: [dead-letter]}",
          "{queues: [a b]}",
          "{queues: []}",
          "{machine_types: [m7g.large]}",
          "{machine_types: [1]}",
          "{spot_share: 1}",
          "{count: 2}");

  private static final List<String> TOP =
      List.of("python", "ports", "workers", "worker_sets", "airflow", "other");
  private static final List<String> NESTED =
      List.of(
          "web",
          "database",
          "queue",
          "objects",
          "daemon",
          "count",
          "min",
          "max",
          "concurrency",
          "growth_threshold",
          "shrink_threshold",
          "shrink_window",
          "drain_limit",
          "machine_types",
          "spot_share",
          "default",
          "core");

  private final JsonMapper json = new JsonMapper();
  private final JsonNode source = source();
  private final Schema schema =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(source);

  @Test
  void agreesWithTheReaderOnEveryKeyWithEveryValue() {
    List<String> texts = new ArrayList<>(VALUES);
    for (String value : VALUES) {
      for (String key : TOP) {
        texts.add(key + ": " + value);
        NESTED.forEach(nested -> texts.add(key + ":\n  " + nested + ": " + value));
      }
    }
    texts.forEach(this::compare);
  }

  @Test
  void agreesWithTheReaderOnRandomFiles() {
    for (int seed = 0; seed < 3000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (String key : TOP.subList(0, 5)) {
        if (random.nextBoolean()) {
          text.append(key)
              .append(": ")
              .append(VALUES.get(random.nextInt(VALUES.size())))
              .append('\n');
        }
      }
      compare(text.toString());
    }
  }

  @Test
  void knowsTheReadersDefaults() {
    knowsTheDefaults(source.at("/properties/workers/properties"));
    knowsTheDefaults(source.at("/properties/worker_sets/additionalProperties/properties"));
  }

  private static void knowsTheDefaults(JsonNode keys) {
    WorkerSetOptions options = TurbineConfiguration.DEFAULT.workerSets().getFirst();
    WorkerSet set = options.set();
    assertThat(number(keys, "count")).isEqualTo(set.min()).isEqualTo(set.max());
    assertThat(number(keys, "min")).isEqualTo(set.min());
    assertThat(number(keys, "max")).isEqualTo(set.max());
    assertThat(number(keys, "concurrency")).isEqualTo(set.concurrency());
    assertThat(number(keys, "growth_threshold")).isEqualTo(set.growthThreshold());
    assertThat(number(keys, "shrink_threshold")).isEqualTo(set.shrinkThreshold());
    assertThat(number(keys, "shrink_window")).isEqualTo(set.shrinkWindow().toSeconds());
    assertThat(number(keys, "drain_limit")).isEqualTo(options.drainLimit().toSeconds());
    assertThat(number(keys, "spot_share")).isEqualTo(options.spotShare());
  }

  private static double number(JsonNode keys, String key) {
    return keys.at("/" + key + "/default").doubleValue();
  }

  @Test
  void describesEveryProperty() {
    List<JsonNode> properties = new ArrayList<>(source.findParents("default"));
    assertThat(properties).hasSize(25);
    source.get("properties").forEach(properties::add);
    assertThat(properties).allMatch(node -> node.hasNonNull("description"));
  }

  private void compare(String text) {
    LoadSettings settings = LoadSettings.builder().setSchema(new CoreSchema()).build();
    Object content = new Load(settings).loadFromString(text);
    // A file that says nothing is valid, though there is nothing that an editor could check.
    JsonNode document = content == null ? json.createObjectNode() : json.valueToTree(content);
    boolean validForSchema = schema.validate(document).isEmpty();
    assertThat(problems(text).isEmpty())
        .as(
            "<%s> is valid for the schema: %s; the reader: %s",
            text, validForSchema, problems(text))
        .isEqualTo(validForSchema);
  }

  private static List<String> problems(String text) {
    try {
      TurbineConfiguration.parse("turbine.yaml", text, OptionCheck.NONE);
      return List.of();
    } catch (TurbineException problems) {
      return problems
          .getMessage()
          .lines()
          .filter(problem -> BETWEEN_VALUES.stream().noneMatch(problem::contains))
          .toList();
    }
  }

  private JsonNode source() {
    try (InputStream source =
        TurbineConfiguration.class.getResourceAsStream("turbine.schema.json")) {
      return json.readTree(source);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }
}
