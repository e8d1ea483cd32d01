package dev.turbine.airflow.objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.turbine.core.yaml.YamlNode;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** JSON for what is nested in a YAML file. */
final class YamlJson {
  private static final Pattern WHOLE = Pattern.compile("[-+]?(0|[1-9][0-9]*)");

  /** {@code .inf} and {@code .nan}; and {@code 0123}, a code or account whose zero matters. */
  private static final Pattern NOT_JSON = Pattern.compile("[-+]?([.][A-Za-z]+|0[0-9]+)");

  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** The same value in JSON; a number that JSON cannot hold becomes text. */
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
    JsonNodeFactory nodes = json.getNodeFactory();
    if (raw.startsWith("0x")) {
      return nodes.numberNode(new BigInteger(raw.substring(2), 16));
    } else if (raw.startsWith("0o")) {
      return nodes.numberNode(new BigInteger(raw.substring(2), 8));
    } else if (WHOLE.matcher(raw).matches()) {
      return nodes.numberNode(new BigInteger(raw));
    }
    double number = NOT_JSON.matcher(raw).matches() ? Double.NaN : Double.parseDouble(raw);
    return Double.isFinite(number) ? nodes.numberNode(number) : nodes.textNode(raw);
  }

  private Optional<JsonNode> parse(String text) {
    try {
      return Optional.of(json.readTree(text));
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }
}
