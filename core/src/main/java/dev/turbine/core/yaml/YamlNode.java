package dev.turbine.core.yaml;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A value in a YAML file, which knows where it stands and says what is wrong with it there. */
public final class YamlNode {
  /** What a value is, by YAML 1.2's core schema: {@code yes} and {@code 3.4.5} are text. */
  public enum Kind {
    /** Keys with values. */
    MAPPING("a mapping"),
    /** Items with dashes. */
    SEQUENCE("a list"),
    /** Anything quoted, or plain and none of the others. */
    TEXT("text"),
    /** A whole or decimal number, unquoted. */
    NUMBER("a number"),
    /** {@code true} or {@code false}, unquoted. */
    BOOLEAN("true or false"),
    /** Nothing, {@code ~} or {@code null}. */
    EMPTY("empty");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  sealed interface Content permits Scalar, Sequence, YamlMapping {}

  record Scalar(Kind kind, String text) implements Content {}

  record Sequence(List<YamlNode> items) implements Content {}

  private static final int LONGEST_SHOWN = 80;

  private final YamlFile file;
  private final String path;
  private final int line;
  private final Content content;

  YamlNode(YamlFile file, String path, int line, Content content) {
    this.file = file;
    this.path = path;
    this.line = line;
    this.content = content;
  }

  /** Its line in the file, from 1: that of its key, if it has one. */
  public int line() {
    return line;
  }

  /** Its keys from the root, such as {@code workers.count} or {@code pools[2].slots}. */
  public String path() {
    return path;
  }

  /** What it is. */
  public Kind kind() {
    return switch (content) {
      case YamlMapping _ -> Kind.MAPPING;
      case Sequence _ -> Kind.SEQUENCE;
      case Scalar scalar -> scalar.kind();
    };
  }

  /** Notes that something is wrong with it: "path text". */
  public void problem(String text) {
    file.problem(line, (path.isEmpty() ? "the file" : shorten(path)) + " " + text);
  }

  /**
   * Notes that it is not what it should be: "path is value; expected …", without the value if the
   * file has secrets.
   *
   * @param expected in words, such as {@code a whole number from 1 to 64}
   */
  public void unexpected(String expected) {
    problem("is " + received() + "; expected " + expected);
  }

  private String received() {
    return switch (content) {
      case YamlMapping _, Sequence _ -> kind().words();
      case Scalar(Kind kind, _) when kind == Kind.EMPTY -> kind.words();
      case Scalar _ when file.secret() -> "wrong";
      case Scalar(Kind kind, String text) when kind == Kind.TEXT -> "'" + shorten(text) + "'";
      case Scalar(_, String text) -> shorten(text);
    };
  }

  /** Its keys and values; a problem if it is anything else. */
  public Optional<YamlMapping> mapping() {
    if (content instanceof YamlMapping mapping) {
      return Optional.of(mapping);
    }
    unexpected("a mapping: lines of 'key: value'");
    return Optional.empty();
  }

  /** Its items; a problem if it is anything but a list. */
  public Optional<List<YamlNode>> items() {
    if (content instanceof Sequence(List<YamlNode> items)) {
      return Optional.of(items);
    }
    unexpected("a list: lines of '- item'");
    return Optional.empty();
  }

  /** Its text, numbers and booleans as written; none if it is nested or empty. */
  public Optional<String> text() {
    return content instanceof Scalar(Kind kind, String text) && kind != Kind.EMPTY
        ? Optional.of(text)
        : Optional.empty();
  }

  /** As {@link #text}, but a problem if there is none. */
  public Optional<String> scalar() {
    Optional<String> text = text();
    if (text.isEmpty()) {
      unexpected("a single value");
    }
    return text;
  }

  /** Its number; a problem if it is anything but a whole number within both bounds. */
  public OptionalInt wholeNumber(int least, int most) {
    // Plain decimal digits: nobody means 0x1F90.
    Optional<Integer> number =
        text()
            .filter(text -> kind() == Kind.NUMBER && text.matches("[-+]?[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(value -> least <= value && value <= most);
    if (number.isPresent()) {
      return OptionalInt.of(number.get());
    }
    unexpected("a whole number from %d to %d".formatted(least, most));
    return OptionalInt.empty();
  }

  /** Its number; a problem if it is anything but a decimal number within both bounds. */
  public OptionalDouble number(double least, double most) {
    Optional<Double> number =
        text()
            .filter(
                text -> kind() == Kind.NUMBER && text.matches("[-+]?[0-9]{1,9}([.][0-9]{1,9})?"))
            .map(Double::valueOf)
            .filter(value -> least <= value && value <= most);
    if (number.isPresent()) {
      return OptionalDouble.of(number.get());
    }
    unexpected("a number from %s to %s".formatted(plain(least), plain(most)));
    return OptionalDouble.empty();
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  static String shorten(String text) {
    return text.codePointCount(0, text.length()) <= LONGEST_SHOWN
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST_SHOWN)) + "…";
  }
}
