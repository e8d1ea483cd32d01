package dev.turbine.infrastructure.template;

import java.util.List;

/**
 * Parameters that the console shows together.
 *
 * @param label the group's heading
 * @param fields in the order that the console shows
 */
public record FieldGroup(String label, List<Field> fields) {
  /** Copies the list. */
  public FieldGroup {
    fields = List.copyOf(fields);
  }

  /** A group of these fields. */
  public static FieldGroup of(String label, Field... fields) {
    return new FieldGroup(label, List.of(fields));
  }
}
