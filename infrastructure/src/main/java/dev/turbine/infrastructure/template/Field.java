package dev.turbine.infrastructure.template;

import java.util.List;
import java.util.Optional;

/**
 * A parameter of a template. The same field is the same in every template that has it.
 *
 * @param name its logical id, such as {@code MinGroupSize}
 * @param label what the console shows in place of the name
 * @param description what it does, with unit and consequence; ends in a full stop
 * @param type a CloudFormation parameter type
 * @param initial the default; empty when a person has to choose
 * @param allowed the only values that it takes; empty for no such list
 * @param pattern what a value must match; empty for no pattern
 * @param range the least and greatest number; empty for no range
 * @param constraint what the console says of a wrong value
 */
public record Field(
    String name,
    String label,
    String description,
    String type,
    Optional<String> initial,
    List<String> allowed,
    Optional<String> pattern,
    Optional<Range> range,
    Optional<String> constraint) {

  /** Numbers from {@code least} to {@code greatest}, both included. */
  public record Range(int least, int greatest) {
    /** Refuses an empty range. */
    public Range {
      if (least > greatest) {
        throw new IllegalArgumentException("%d is more than %d".formatted(least, greatest));
      }
    }
  }

  /** Refuses a description that does not end in a full stop, and values without an explanation. */
  public Field {
    allowed = List.copyOf(allowed);
    if (!description.endsWith(".")) {
      throw new IllegalArgumentException("No full stop ends the description of " + name);
    }
    if ((pattern.isPresent() || range.isPresent()) && constraint.isEmpty()) {
      throw new IllegalArgumentException("Nothing explains what is wrong with a " + name);
    }
  }

  /** A field of some type that takes whatever the type does. */
  public static Field of(String name, String label, String type, String description) {
    return new Field(
        name,
        label,
        description,
        type,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A field of text. */
  public static Field text(String name, String label, String description) {
    return of(name, label, "String", description);
  }

  /** A field of whole numbers. */
  public static Field number(
      String name, String label, int initial, int least, int greatest, String description) {
    return new Field(
        name,
        label,
        description,
        "Number",
        Optional.of(Integer.toString(initial)),
        List.of(),
        Optional.empty(),
        Optional.of(new Range(least, greatest)),
        Optional.of("A whole number from %d to %d.".formatted(least, greatest)));
  }

  /** A field that takes one of some values, the first of which is the default. */
  public static Field choice(
      String name, String label, List<String> allowed, String initial, String description) {
    return text(name, label, description).allowing(allowed).or(initial);
  }

  /** A field for yes or no. */
  public static Field yesNo(String name, String label, boolean initial, String description) {
    return choice(name, label, List.of("Yes", "No"), initial ? "Yes" : "No", description);
  }

  /** The same with a default. */
  public Field or(String value) {
    return new Field(
        name, label, description, type, Optional.of(value), allowed, pattern, range, constraint);
  }

  /** The same, limited to a pattern. */
  public Field matching(String expression, String explanation) {
    return new Field(
        name,
        label,
        description,
        type,
        initial,
        allowed,
        Optional.of(expression),
        range,
        Optional.of(explanation));
  }

  /** The same with another description. */
  public Field describedAs(String words) {
    return new Field(name, label, words, type, initial, allowed, pattern, range, constraint);
  }

  /** The same, with a type that CloudFormation checks more closely. */
  public Field typed(String other) {
    return new Field(name, label, description, other, initial, allowed, pattern, range, constraint);
  }

  private Field allowing(List<String> values) {
    return new Field(
        name,
        label,
        description,
        type,
        initial,
        values,
        pattern,
        range,
        Optional.of("One of: " + String.join(", ", values) + "."));
  }
}
