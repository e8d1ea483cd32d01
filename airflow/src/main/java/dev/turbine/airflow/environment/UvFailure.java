package dev.turbine.airflow.environment;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns what uv or pip wrote when it failed into what a person needs to know. */
final class UvFailure {
  private static final Pattern ANSI = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final Pattern CREDENTIALS = Pattern.compile("://[^/@\\s]+@");
  private static final Pattern NETWORK =
      Pattern.compile(
          "Failed to fetch|Request failed after|error sending request|Could not resolve host"
              + "|Max retries exceeded|Could not connect|connection broken|network connectivity",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern DENIED = Pattern.compile("40[13] (Unauthorized|Forbidden)");
  private static final int SHOWN_LINES = 12;

  private UvFailure() {}

  /**
   * A failure that has nothing to do with what a person asked for.
   *
   * @param step what was being done, such as {@code installing uv}
   * @param said all that the program wrote
   * @param log where all of it stands
   */
  static TurbineException of(String step, String said, Path log) {
    String words = indented(clean(said)) + "\n  All of it: " + log;
    if (DENIED.matcher(said).find()) {
      return new TurbineException(
          Category.MACHINE,
          """
          The package index refused access while %s:
          %s
          Check the credentials of your index (UV_DEFAULT_INDEX, UV_INDEX, ~/.netrc or pip.conf).\
          """
              .formatted(step, words));
    }
    if (NETWORK.matcher(said).find()) {
      return new TurbineException(
          Category.MACHINE,
          """
          The package index could not be reached while %s:
          %s
          Check the network. Behind a proxy set HTTPS_PROXY; a private index is taken from \
          UV_DEFAULT_INDEX or pip.conf; a company's certificate from SSL_CERT_FILE.\
          """
              .formatted(step, words));
    }
    if (said.contains("No space left on device")) {
      return new TurbineException(
          Category.MACHINE,
          "The disk is full (%s):%n%s%nAn environment needs about 500 MB in the cache folder."
              .formatted(step, words));
    }
    // Only what a project adds is ever built: the committed lock has wheels.
    Category category = said.contains("Failed to build") ? Category.PROJECT : Category.FAILED;
    return new TurbineException(category, "Failed %s:%n%s".formatted(step, words));
  }

  /** Without colours, credentials and the marks of a tree; the last lines when it is long. */
  static List<String> clean(String said) {
    String plain = CREDENTIALS.matcher(ANSI.matcher(said).replaceAll("")).replaceAll("://***@");
    List<String> lines =
        plain
            .lines()
            .map(line -> line.replaceFirst("^\\s*(error|cause|×|├─▶|╰─▶|│)[:\\s]", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
    return List.copyOf(lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }

  /** The part of uv's explanation that carries facts, without its conclusions. */
  static List<String> facts(String said) {
    String text =
        String.join(" ", clean(said))
            .replaceFirst("^No solution found when resolving dependencies:?\\s*", "")
            .replaceAll("\\{[^}]*}", "")
            .replaceAll("\\s*hint: .*$", "");
    List<String> facts = new ArrayList<>();
    Matcher sentence = Pattern.compile("(?:Because|And because) (.*?)(?=, we can|$)").matcher(text);
    while (sentence.find()) {
      facts.add(sentence.group(1).strip());
    }
    return facts.isEmpty() ? List.of(text) : facts;
  }

  static String indented(List<String> lines) {
    return lines.stream().map(line -> "  " + line).collect(Collectors.joining("\n"));
  }
}
