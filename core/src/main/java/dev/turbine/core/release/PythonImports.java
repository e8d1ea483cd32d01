package dev.turbine.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The imports in the text of a Python file, found wherever they stand: at the top, in functions,
 * also in texts and after {@code if TYPE_CHECKING}. What is no import may be found; a statement
 * that is one is not missed.
 */
final class PythonImports {
  /**
   * One import.
   *
   * @param level 0 for an absolute one, else the number of leading dots
   * @param module dotted; empty for {@code from . import a}
   * @param names what is taken from the module, {@code *} for all; empty for a plain import
   */
  record Import(int level, String module, List<String> names) {}

  private static final int FLAGS = Pattern.MULTILINE | Pattern.UNICODE_CHARACTER_CLASS;

  /** Begins a statement: a line, a semicolon, or the colon of an {@code if} on the same line. */
  private static final String BEGIN = "(?:^|[;:])[ \\t\\f\\uFEFF]*";

  private static final Pattern CONTINUED = Pattern.compile("\\\\\\r?\\n");
  private static final Pattern PLAIN =
      Pattern.compile(BEGIN + "import[ \\t]+([^\\n\\r;#]+)", FLAGS);
  private static final Pattern FROM =
      Pattern.compile(
          BEGIN
              + "from[ \\t]*([. \\t]*)([\\w.]*?)[ \\t]*\\bimport\\b[ \\t]*"
              + "(?:\\(((?:[^)#]++|#[^\\n]*+)*+)|([^\\n\\r;#]+))",
          FLAGS);
  private static final Pattern CALL =
      Pattern.compile("(?:import_module|__import__)\\s*\\(\\s*['\"](\\.*)([\\w.]+)['\"]", FLAGS);
  private static final Pattern COMMENT = Pattern.compile("#[^\\n]*");
  private static final Pattern NAME = Pattern.compile("[\\w.]+|\\*", FLAGS);

  private static final String WORD = "import";

  private PythonImports() {}

  static List<Import> of(String text) {
    List<Import> imports = new ArrayList<>();
    int end = 0;
    // The expressions see only the statements around this word: a project has megabytes of text.
    for (int word = text.indexOf(WORD); word >= 0; word = text.indexOf(WORD, end)) {
      int begin = Math.max(end, beginOfStatement(text, word));
      end = endOfStatement(text, word + WORD.length());
      addAll(CONTINUED.matcher(text.substring(begin, end)).replaceAll(" "), imports);
    }
    return imports;
  }

  private static int beginOfStatement(String text, int word) {
    int line = text.lastIndexOf('\n', word);
    while (line > 0 && isContinued(text, line)) {
      line = text.lastIndexOf('\n', line - 1);
    }
    return line + 1;
  }

  private static boolean isContinued(String text, int newline) {
    int last = newline - (text.charAt(newline - 1) == '\r' ? 2 : 1);
    return last >= 0 && text.charAt(last) == '\\';
  }

  /** The end of the line on which the statement ends: brackets and backslashes continue it. */
  private static int endOfStatement(String text, int begin) {
    boolean open = false;
    for (int at = begin; at < text.length(); at++) {
      char character = text.charAt(at);
      if (character == '#') {
        int newline = text.indexOf('\n', at);
        at = newline < 0 ? text.length() : newline - 1;
      } else if (character == '(') {
        open = true;
      } else if (character == ')') {
        open = false;
      } else if (character == '\n' && !open && !isContinued(text, at)) {
        return at;
      }
    }
    return text.length();
  }

  private static void addAll(String statements, List<Import> imports) {
    for (Matcher plain = PLAIN.matcher(statements); plain.find(); ) {
      for (String module : names(plain.group(1))) {
        imports.add(new Import(0, module, List.of()));
      }
    }
    for (Matcher from = FROM.matcher(statements); from.find(); ) {
      int level = (int) from.group(1).chars().filter(dot -> dot == '.').count();
      String list = from.group(3) == null ? from.group(4) : from.group(3);
      imports.add(new Import(level, from.group(2), names(COMMENT.matcher(list).replaceAll(""))));
    }
    for (Matcher call = CALL.matcher(statements); call.find(); ) {
      imports.add(new Import(call.group(1).length(), call.group(2), List.of()));
    }
  }

  /** The first word of each part: what follows it is {@code as} and another name. */
  private static List<String> names(String list) {
    return Stream.of(list.split(","))
        .map(NAME::matcher)
        .filter(Matcher::find)
        .map(Matcher::group)
        .toList();
  }
}
