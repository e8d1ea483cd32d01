package dev.turbine.airflow.objects;

import dev.turbine.core.yaml.YamlMapping;
import dev.turbine.core.yaml.YamlNode;
import dev.turbine.core.yaml.YamlNode.Kind;
import java.util.Optional;
import java.util.OptionalInt;

/** One connection, pool or variable as the file has it. */
record SettingsEntry(YamlNode node, YamlMapping fields) {
  /** The value of a key that is there and not empty. */
  Optional<YamlNode> filled(String key) {
    return fields.get(key).filter(value -> !isEmpty(value));
  }

  /** A key's text, numbers as written; a problem if it is nested. */
  Optional<String> text(String key) {
    return filled(key).flatMap(YamlNode::scalar);
  }

  /** A key's text; a problem if it is missing, empty or longer than allowed. */
  Optional<String> name(String key, int longest) {
    if (filled(key).isEmpty()) {
      missing(key);
    }
    Optional<String> name = text(key);
    if (name.filter(text -> text.length() > longest).isPresent()) {
      at(key).problem("is too long; expected at most %d characters".formatted(longest));
      return Optional.empty();
    }
    return name;
  }

  /** A key's whole number, quoted or not; a problem if it is anything else. */
  OptionalInt number(String key, int least, int most) {
    Optional<YamlNode> value = filled(key);
    Optional<Integer> quoted =
        value
            .filter(number -> number.kind() == Kind.TEXT)
            .flatMap(YamlNode::scalar)
            .filter(text -> text.matches("-?[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(number -> least <= number && number <= most);
    return quoted.isPresent()
        ? OptionalInt.of(quoted.get())
        : value.map(number -> number.wholeNumber(least, most)).orElseGet(OptionalInt::empty);
  }

  /** Notes that a key needs a value. */
  void missing(String key) {
    at(key).problem((fields.get(key).isEmpty() ? "has no " + key : "is empty") + "; it needs one");
  }

  /** A key's value, or the whole entry where it lacks the key. */
  YamlNode at(String key) {
    return fields.get(key).orElse(node);
  }

  static boolean isEmpty(YamlNode value) {
    return switch (value.kind()) {
      case EMPTY -> true;
      case TEXT -> value.scalar().orElse("").isEmpty();
      case MAPPING -> value.mapping().filter(fields -> fields.entries().isEmpty()).isPresent();
      case SEQUENCE, NUMBER, BOOLEAN -> false;
    };
  }
}
