package dev.turbine.cli;

import java.io.PrintWriter;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/** Lines of several sources, each line behind the name of its source in a colour of its own. */
final class PrefixedLines {
  private static final Style[] COLORS = {
    Style.fg_cyan, Style.fg_yellow, Style.fg_green, Style.fg_magenta, Style.fg_blue, Style.fg_red
  };
  private static final int WIDTH = 13;

  private final PrintWriter out;
  private final Ansi ansi;
  private final Map<String, Style> colors = new HashMap<>();

  /**
   * Prints nothing yet.
   *
   * @param ansi whether there are colours
   */
  PrefixedLines(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Prints a line. */
  void print(String source, String line) {
    String name = "%-" + WIDTH + "s";
    String prefix = name.formatted(source) + " |";
    if (ansi.enabled()) {
      Style color = colors.computeIfAbsent(source, _ -> COLORS[colors.size() % COLORS.length]);
      // Not as markup: a name may hold text that picocli would take for a style.
      IStyle[] style = {color};
      prefix = Style.on(style) + prefix + Style.off(style);
    }
    out.println(prefix + " " + line);
  }
}
