package dev.turbine.airflow.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbine.core.yaml.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON for what is nested in a YAML file. */
final class YamlJson {
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?");

  private final ObjectMapper json =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);

  /** The same value in JSON; a number that JSON cannot write becomes text. */
  String of(YamlNode node) {
    return convert(node).toString();
  }

  /** Whether a text is one JSON object. */
  boolean isObject(String text) {
    return parse(text).filter(JsonNode::isObject).isPresent();
  }

  private JsonNode convert(YamlNode node) {
    return switch (node.kind()) {
      case MAPPING -> {
        ObjectNode object = json.createObjectNode();
        node.mapping()
            .ifPresent(mapping ->
                mapping.entries().forEach((key, value) -> object.set(key, convert(value))));
        yield object;
      }
      case SEQUENCE -> {
        ArrayNode array = json.createArrayNode();
        node.items().orElse(List.of()).forEach(item -> array.add(convert(item)));
        yield array;
      }
      case NUMBER -> number(node.scalar().orElseThrow());
      case BOOLEAN ->
          json.getNodeFactory().booleanNode(Boolean.parseBoolean(node.scalar().orElseThrow()));
      case TEXT -> json.getNodeFactory().textNode(node.scalar().orElseThrow());
      case EMPTY -> json.getNodeFactory().nullNode();
    };
  }

  private JsonNode number(String raw) {
    return Optional.of(raw)
        .filter(text -> NUMBER.matcher(text).matches())
        .flatMap(this::parse)
        .orElseGet(() -> json.getNodeFactory().textNode(raw));
  }

  private Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(json.readTree(text));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}
