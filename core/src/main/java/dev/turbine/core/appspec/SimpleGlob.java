package dev.turbine.core.appspec;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern for the name of one file or folder: {@code *} stands for any letters, all others for
 * themselves. It never matches a path with a slash: the agent has it so.
 *
 * @param text as written
 */
public record SimpleGlob(String text) {
  /** Whether the complete name matches. */
  public boolean matches(String name) {
    return name.indexOf('/') < 0 && regularExpression().matcher(name).matches();
  }

  private Pattern regularExpression() {
    // Stars in a row mean what one means, and would take the matcher far longer.
    String merged = text.replaceAll("\\*+", "*");
    return Pattern.compile(
        Arrays.stream(merged.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")),
        Pattern.DOTALL);
  }
}
