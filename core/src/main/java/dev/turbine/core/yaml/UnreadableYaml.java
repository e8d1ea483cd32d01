package dev.turbine.core.yaml;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Ends the reading of a text that is not the YAML we take. Stays within this package. */
final class UnreadableYaml extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  UnreadableYaml(int line, String message) {
    super(message, null, false, false);
    this.line = line;
  }

  int line() {
    return line;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  /** How many lines a text has; an empty one has its first. */
  static int lines(String text) {
    return Math.max(1, (int) text.lines().count());
  }

  /**
   * The library's mistake in a person's words. Never repeats the library's own text: it quotes the
   * file, which may hold secrets.
   */
  static UnreadableYaml of(YamlEngineException mistake, String text) {
    return switch (mistake) {
      case ReaderException character -> {
        int before = Math.clamp(character.getPosition(), 0, text.codePointCount(0, text.length()));
        String start = text.substring(0, text.offsetByCodePoints(0, before));
        // Up to and with the line that the character is in.
        yield new UnreadableYaml(
            lines(start + "x"),
            "broken YAML: the character U+%04X; remove it".formatted(character.getCodePoint()));
      }
      case MarkedYamlEngineException marked -> {
        boolean unclosed = marked.getProblem().contains("end of stream");
        Optional<Mark> opened = unclosed ? marked.getContextMark() : Optional.empty();
        int line = opened.or(marked::getProblemMark).map(Mark::getLine).orElse(0) + 1;
        yield new UnreadableYaml(
            Math.min(lines(text), line), "broken YAML: " + words(marked.getProblem()));
      }
      // Not sealed.
      case YamlEngineException _ -> new UnreadableYaml(1, "broken YAML, or too much of it");
    };
  }

  private static String words(String problem) {
    if (problem.contains("TAB")) {
      return "a tab; indent with spaces";
    } else if (problem.contains("cannot start any token")) {
      return "a value that begins with a special character; put quotes around it";
    } else if (problem.contains("mapping values are not allowed")) {
      return "a colon where none can be; check the indentation, and put quotes around a value that"
          + " holds ': '";
    } else if (problem.contains("expected ':'")) {
      return "expected 'key: value'";
    } else if (problem.contains("end of stream")) {
      return "a quote that is opened here and never closed";
    } else if (problem.contains("expected <block end>")) {
      return "wrong indentation, or text after a closing quote";
    } else if (problem.contains("expected ','")) {
      return "expected a comma or a closing bracket";
    } else if (problem.contains("escape")) {
      return "an unknown escape after \\; use single quotes around a value that holds \\";
    }
    return "check the indentation, and put quotes around values with special characters";
  }
}
