package dev.turbine.core.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A value in a YAML file, which knows where it stands and says what is wrong with it there. */
public final class YamlNode {
  /** What a value is, by YAML 1.2's core schema. */
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
  }

  private static final int LONGEST_SHOWN = 60;

  private final String file;
  private final String path;
  private final int line;
  private final Node node;
  private final Problems problems;

  YamlNode(String file, String path, int line, Node node, Problems problems) {
    this.file = file;
    this.path = path;
    this.line = line;
    this.node = node;
    this.problems = problems;
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
    if (node instanceof MappingNode) {
      return Kind.MAPPING;
    }
    if (node instanceof SequenceNode) {
      return Kind.SEQUENCE;
    }
    Tag tag = node.getTag();
    if (tag.equals(Tag.NULL)) {
      return Kind.EMPTY;
    }
    if (tag.equals(Tag.BOOL)) {
      return Kind.BOOLEAN;
    }
    return tag.equals(Tag.INT) || tag.equals(Tag.FLOAT) ? Kind.NUMBER : Kind.TEXT;
  }

  /** Notes that something is wrong with it: "path text". */
  public void problem(String text) {
    problems.add(file, line, (path.isEmpty() ? "the file" : path) + " " + text);
  }

  /**
   * Notes that it is not what it should be: "path is value; expected …".
   *
   * @param expected in words, such as {@code a whole number from 1 to 64}
   */
  public void unexpected(String expected) {
    String received =
        switch (kind()) {
          case MAPPING, SEQUENCE, EMPTY -> kind().words;
          case NUMBER, BOOLEAN -> shorten(raw());
          case TEXT -> "'" + shorten(raw()) + "'";
        };
    problem("is " + received + "; expected " + expected);
  }

  /** Its keys and values; a problem if it is anything else. */
  public Optional<YamlMapping> mapping() {
    if (node instanceof MappingNode mapping) {
      return Optional.of(YamlMapping.of(this, mapping));
    }
    unexpected("a mapping: lines of 'key: value'");
    return Optional.empty();
  }

  /** Its items; a problem if it is anything but a list. */
  public Optional<List<YamlNode>> items() {
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      for (Node item : sequence.getValue()) {
        String name = "%s[%d]".formatted(path, items.size() + 1);
        items.add(new YamlNode(file, name, YamlDocument.line(item), item, problems));
      }
      return Optional.of(List.copyOf(items));
    }
    unexpected("a list: lines of '- item'");
    return Optional.empty();
  }

  /** Its text, numbers and booleans as written; none if it is nested or empty. */
  public Optional<String> text() {
    return switch (kind()) {
      case TEXT, NUMBER, BOOLEAN -> Optional.of(raw());
      case MAPPING, SEQUENCE, EMPTY -> Optional.empty();
    };
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
    // Plain decimal digits: nobody means 0x1F90 or 8_080.
    if (kind() == Kind.NUMBER && raw().matches("[-+]?[0-9]{1,9}")) {
      int number = Integer.parseInt(raw());
      if (least <= number && number <= most) {
        return OptionalInt.of(number);
      }
    }
    unexpected("a whole number from %d to %d".formatted(least, most));
    return OptionalInt.empty();
  }

  YamlNode child(String name, int keyLine, Node value) {
    return new YamlNode(file, childPath(name), keyLine, value, problems);
  }

  String childPath(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  void problemAt(int where, String text) {
    problems.add(file, where, text);
  }

  private String raw() {
    return ((ScalarNode) node).getValue();
  }

  /** Fits on a line: cut, and without control characters. */
  static String shorten(String text) {
    String shown = text.replaceAll("\\p{Cntrl}|\\R", "·");
    return shown.length() <= LONGEST_SHOWN ? shown : shown.substring(0, LONGEST_SHOWN) + "…";
  }
}
