package dev.turbine.airflow.objects;

import java.util.List;
import java.util.stream.Collectors;

/** How many connections, variables and pools there are; all from 0. */
public record ObjectCounts(int connections, int variables, int pools) {
  /** In words, such as {@code 1 connection, 2 variables}; {@code nothing} if all are 0. */
  public String words() {
    List<String> parts =
        List.of(
            words(connections, "connection"), words(variables, "variable"), words(pools, "pool"));
    String words = parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    return words.isEmpty() ? "nothing" : words;
  }

  private static String words(int count, String noun) {
    return count == 0 ? "" : count + " " + noun + (count == 1 ? "" : "s");
  }
}
