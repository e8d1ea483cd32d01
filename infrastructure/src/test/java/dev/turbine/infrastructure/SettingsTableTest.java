package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The values in {@code settings.txt}. A place is a JSON pointer into a resource's properties, or
 * the name of an attribute beside them.
 */
class SettingsTableTest {
  private static final Pattern LINE = Pattern.compile("(\\w+) (\\w+) (\\S+) = (.*)");
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void everySettingIsAsTheTableSays() throws Exception {
    Templates committed = Templates.committed();
    Map<String, ObjectNode> templates =
        Map.of("cluster", committed.cluster(), "workers", committed.workers());
    Map<String, String> parameters = new HashMap<>();
    List<String> wrong = new ArrayList<>();
    int compared = 0;
    for (String line :
        Files.readAllLines(Repository.module().resolve("src/test/resources/settings.txt"))) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("given ")) {
        parameters.clear();
        for (String given : line.substring("given ".length()).split(" ")) {
          String[] parameter = given.split("=", 2);
          parameters.put(parameter[0], parameter[1]);
        }
        continue;
      }
      Matcher parts = LINE.matcher(line);
      assertThat(parts.matches()).as(line).isTrue();
      JsonNode value =
          value(templates.get(parts.group(1)), parameters, parts.group(2), parts.group(3));
      compared++;
      String shown = value.isMissingNode() ? "nothing" : JSON.writeValueAsString(value);
      if (!shown.equals(parts.group(4))) {
        wrong.add("%s %s %s = %s".formatted(parts.group(1), parts.group(2), parts.group(3), shown));
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(compared).isGreaterThan(100);
  }

  private static JsonNode value(
      ObjectNode template, Map<String, String> parameters, String resource, String place) {
    Map<String, String> known = new HashMap<>(parameters);
    known.keySet().removeIf(name -> !template.path("Parameters").has(name));
    Evaluation evaluation = new Evaluation(template, known);
    return place.startsWith("/")
        ? evaluation.properties(resource).at(place)
        : evaluation.of(template.path("Resources").path(resource).path(place));
  }
}
