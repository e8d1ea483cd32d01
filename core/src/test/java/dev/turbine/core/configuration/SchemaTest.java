package dev.turbine.core.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The schema that editors read and the reader know the same file. */
class SchemaTest {
  private JsonNode schema;

  @BeforeEach
  void readSchema() throws Exception {
    try (InputStream resource =
        TurbineConfiguration.class.getResourceAsStream("turbine.schema.json")) {
      schema = new ObjectMapper().readTree(resource);
    }
  }

  @Test
  void bothKnowTheSameKeys() {
    for (String parent : List.of("", "ports", "workers")) {
      JsonNode object = parent.isEmpty() ? schema : schema.at("/properties/" + parent);
      List<String> keys = new ArrayList<>();
      object.get("properties").fieldNames().forEachRemaining(keys::add);
      assertThat(object.get("additionalProperties").booleanValue()).isFalse();
      assertThat(keysOfReader(parent)).isEqualTo(keys);
    }
  }

  @Test
  void numbersHaveTheSameBounds() {
    int checked = 0;
    for (String parent : List.of("ports", "workers")) {
      for (var property : schema.at("/properties/" + parent + "/properties").properties()) {
        int least = property.getValue().get("minimum").intValue();
        int most = property.getValue().get("maximum").intValue();
        String text = parent + ": {" + property.getKey() + ": %d}";
        accepts(text.formatted(least));
        accepts(text.formatted(most));
        refuses(text.formatted(least - 1));
        refuses(text.formatted(most + 1));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(7);
  }

  @Test
  void defaultsAreTheSame() {
    JsonNode workers = schema.at("/properties/workers/properties");
    assertThat(TurbineConfiguration.DEFAULT.workers())
        .isEqualTo(
            new TurbineConfiguration.Workers(
                workers.at("/count/default").intValue(),
                workers.at("/concurrency/default").intValue()));
  }

  @Test
  void pythonVersionsAreTheSameWithQuotesAndWithout() {
    List<String> quoted = new ArrayList<>();
    List<String> plain = new ArrayList<>();
    for (JsonNode version : schema.at("/properties/python/enum")) {
      (version.isTextual() ? quoted : plain).add(version.asText());
      accepts("python: " + version);
    }
    assertThat(quoted).isEqualTo(TurbineConfiguration.PYTHONS).isEqualTo(plain);
  }

  @Test
  void airflowNamesHaveTheSamePattern() {
    String pattern = schema.at("/properties/airflow/propertyNames/pattern").asText();
    assertThat(schema.at("/properties/airflow/additionalProperties/propertyNames/pattern").asText())
        .isEqualTo(pattern);
    for (String name : List.of("core", "a1_b2", "a__b", "a_", "_a", "A", "1a", "a-b", "a.b")) {
      for (String text : List.of("airflow: {%s: {a: 1}}", "airflow: {a: {%s: 1}}")) {
        if (name.matches(pattern)) {
          accepts(text.formatted(name));
        } else {
          refuses(text.formatted(name));
        }
      }
    }
  }

  @Test
  void everyPropertyIsDescribed() {
    assertThat(schema.findParents("type").stream().filter(node -> node.has("default")))
        .hasSize(7)
        .allMatch(node -> node.hasNonNull("description"));
    assertThat(schema.get("properties")).allMatch(node -> node.hasNonNull("description"));
  }

  private static List<String> keysOfReader(String parent) {
    String text = parent.isEmpty() ? "zzzzzzzzz: 1" : parent + ": {zzzzzzzzz: 1}";
    String message = catchThrowable(() -> parse(text)).getMessage();
    return List.of(message.substring(message.indexOf("known keys: ") + 12).split(", "));
  }

  private static void accepts(String text) {
    assertThatCode(() -> parse(text)).as(text).doesNotThrowAnyException();
  }

  private static void refuses(String text) {
    assertThatThrownBy(() -> parse(text)).as(text).isInstanceOf(TurbineException.class);
  }

  private static TurbineConfiguration parse(String text) {
    return TurbineConfiguration.parse("turbine.yaml", text, OptionCheck.NONE);
  }
}
