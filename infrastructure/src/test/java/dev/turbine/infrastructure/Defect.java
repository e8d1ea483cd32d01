package dev.turbine.infrastructure;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A defect of the original that a template can have.
 *
 * @param number as in docs/original-defects.md
 * @param name one word or two
 * @param found where templates have it; empty when they do not
 * @param bringBack puts it into templates
 */
record Defect(
    int number,
    String name,
    Function<Templates, List<String>> found,
    Consumer<Templates> bringBack) {
  @Override
  public String toString() {
    return number + " " + name;
  }
}
