package dev.turbine.cli;

import dev.turbine.cli.doctor.Finding;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/**
 * Prints what the doctor found.
 *
 * @param width of the terminal, in columns
 */
record FindingPrinter(PrintWriter out, Ansi ansi, int width) {
  private static final int INDENT = 25;

  void print(List<Finding> findings) {
    findings.forEach(this::print);
    out.printf("%n%s%n", summary(findings));
  }

  private void print(Finding finding) {
    String color =
        switch (finding.outcome()) {
          case OK -> "green";
          case WARNING -> "yellow";
          case FAILED -> "red";
        };
    String outcome = "%-8s".formatted(Words.of(finding.outcome()));
    List<String> lines = new ArrayList<>(wrapped(finding.seen()));
    finding.advice().ifPresent(advice -> lines.addAll(wrapped(advice)));
    out.printf(
        "  %s %-13s %s%n",
        ansi.string("@|" + color + " " + outcome + "|@"), finding.subject(), lines.getFirst());
    lines.stream()
        .skip(1)
        .forEach(line -> out.println((" ".repeat(INDENT) + line).stripTrailing()));
  }

  /** Breaks lines between words; a word longer than a line is left whole. */
  private List<String> wrapped(String text) {
    List<String> lines = new ArrayList<>();
    for (String given : text.split("\\R")) {
      StringBuilder line = new StringBuilder();
      for (String word : given.stripTrailing().split("(?<=\\S) ")) {
        if (!line.isEmpty() && INDENT + line.length() + 1 + word.length() > width) {
          lines.add(line.toString());
          line.setLength(0);
        }
        line.append(line.isEmpty() ? "" : " ").append(word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  static String summary(List<Finding> findings) {
    long failed = count(findings, Finding.Outcome.FAILED);
    long warnings = count(findings, Finding.Outcome.WARNING);
    String warned = warnings == 1 ? "1 warning" : warnings + " warnings";
    if (failed == 0 && warnings == 0) {
      return "All is well.";
    }
    return failed == 0
        ? "Nothing failed, " + warned + "."
        : "%d failed, %s.".formatted(failed, warned);
  }

  private static long count(List<Finding> findings, Finding.Outcome outcome) {
    return findings.stream().filter(finding -> finding.outcome() == outcome).count();
  }
}
