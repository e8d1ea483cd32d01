package dev.turbine.core.configuration;

import dev.turbine.core.TurbineException;
import dev.turbine.core.yaml.Problems;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The {@code .env} file of a project, read as Docker Compose reads it, except that nothing is
 * interpolated: a {@code $} stays as it is.
 *
 * <ul>
 *   <li>{@code NAME=value}, blanks around both ignored, {@code export } before the name too. Of a
 *       name given twice the last value holds. {@code NAME=} is the empty value.
 *   <li>{@code #} begins a comment at the start of a line and after a blank; {@code a#b} and {@code
 *       NAME=#b} are values.
 *   <li>{@code 'value'} is literal; only {@code \'} stands for a quote.
 *   <li>In {@code "value"}, {@code \n \r \t \" \\ \$} stand for the characters they name; any other
 *       backslash stays.
 *   <li>A quoted value may span lines.
 * </ul>
 *
 * <p>The values are secrets: no message holds one, nor a line that could be part of one.
 */
public final class DotEnv {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]*");
  private static final Pattern EXPORT = Pattern.compile("^export[ \t]+");
  private static final Pattern COMMENT = Pattern.compile("[ \t]#");

  private final String fileName;
  private final VariableCheck check;
  private final List<String> lines;
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Problems problems;

  private DotEnv(String fileName, String text, VariableCheck check, Problems problems) {
    this.problems = problems;
    this.fileName = fileName;
    this.check = check;
    String withoutMark = text.startsWith("\uFEFF") ? text.substring(1) : text;
    this.lines = List.of(withoutMark.split("\r?\n", -1));
  }

  /**
   * Reads the text of a {@code .env} file.
   *
   * @param fileName how messages name the file
   * @return the variables in the file's order
   * @throws TurbineException with all problems, each with its line
   */
  public static Map<String, String> parse(String fileName, String text, VariableCheck check) {
    Problems problems = new Problems();
    Map<String, String> variables = read(fileName, text, check, problems);
    problems.throwIfAny();
    return variables;
  }

  /** As {@link #parse}, but adds what is wrong to the problems of other files. */
  public static Map<String, String> read(
      String fileName, String text, VariableCheck check, Problems problems) {
    DotEnv file = new DotEnv(fileName, text, check, problems);
    file.read();
    return Collections.unmodifiableMap(file.variables);
  }

  private void read() {
    for (int line = 0; line < lines.size(); ) {
      String content = lines.get(line).strip();
      line = content.isEmpty() || content.startsWith("#") ? line + 1 : entry(line, content);
    }
  }

  /** Reads the entry that begins at a line and returns the line after it. */
  private int entry(int line, String content) {
    String assignment = EXPORT.matcher(content).replaceFirst("");
    int equals = assignment.indexOf('=');
    if (equals < 0) {
      problem(line, "expected NAME=value; a value of several lines needs quotes around it");
      return line + 1;
    }
    String name = assignment.substring(0, equals).strip();
    if (!NAME.matcher(name).matches()) {
      problem(
          line,
          "what stands before = is no name of a variable: write letters, digits and _, and no digit"
              + " first");
      return line + 1;
    }
    check.reasonAgainst(name).ifPresent(reason -> problem(line, name + " " + reason));
    String value = assignment.substring(equals + 1);
    String stripped = value.strip();
    return stripped.startsWith("'") || stripped.startsWith("\"")
        ? quoted(line, name, stripped)
        : unquoted(line, name, value);
  }

  private int unquoted(int line, String name, String value) {
    set(line, name, COMMENT.split(value, 2)[0].strip());
    return line + 1;
  }

  private int quoted(int line, String name, String begin) {
    char quote = begin.charAt(0);
    // Only the stripped first line is at hand; blanks before a line break belong to the value.
    String first = lines.get(line);
    StringBuilder value = new StringBuilder();
    int at = first.indexOf(quote, first.indexOf('=')) + 1;
    for (int last = line; last < lines.size(); last++) {
      Optional<Integer> end = read(lines.get(last), at, quote, value);
      if (end.isPresent()) {
        String rest = lines.get(last).substring(end.get()).strip();
        if (!rest.isEmpty() && !rest.startsWith("#")) {
          problem(
              last,
              "%s has text after its closing %c: write \\%c for a quote inside the value"
                  .formatted(name, quote, quote));
        }
        set(line, name, value.toString());
        return last + 1;
      }
      value.append('\n');
      at = 0;
    }
    problem(line, "%s begins with %c and has no closing %c".formatted(name, quote, quote));
    return line + 1;
  }

  /** Appends up to the closing quote; returns the column after it, empty if the line has none. */
  private static Optional<Integer> read(String line, int from, char quote, StringBuilder value) {
    for (int at = from; at < line.length(); at++) {
      char character = line.charAt(at);
      if (character == quote) {
        return Optional.of(at + 1);
      }
      Optional<Character> escaped =
          character == '\\' && at + 1 < line.length()
              ? escaped(line.charAt(at + 1), quote)
              : Optional.empty();
      value.append(escaped.orElse(character));
      at += escaped.isPresent() ? 1 : 0;
    }
    return Optional.empty();
  }

  private static Optional<Character> escaped(char character, char quote) {
    if (character == quote) {
      return Optional.of(quote);
    }
    if (quote == '\'') {
      return Optional.empty();
    }
    int known = "nrt\\$".indexOf(character);
    return known < 0 ? Optional.empty() : Optional.of("\n\r\t\\$".charAt(known));
  }

  private void set(int line, String name, String value) {
    if (value.indexOf('\0') >= 0) {
      problem(line, name + " holds a NUL character, which no environment can");
    }
    variables.put(name, value);
  }

  private void problem(int line, String text) {
    problems.add(fileName, line + 1, text);
  }
}
