package dev.turbine.cli;

import dev.turbine.local.startup.StepState;
import dev.turbine.local.startup.StepStatus;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows the steps of a startup: a line for each when it is over and, on a terminal, what runs now.
 */
final class StepPrinter {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final int WIDTH = 78;

  private final PrintWriter out;
  private final Ansi ansi;
  private final Set<String> printed = new HashSet<>();
  private boolean transientLine;

  StepPrinter(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
  }

  /** Shows what has changed since the last call. */
  void show(List<StepStatus> steps) {
    clear();
    for (StepStatus step : steps) {
      if (isOver(step) && printed.add(step.name())) {
        print(step);
      }
    }
    String running =
        steps.stream()
            .filter(step -> step.state() == StepState.RUNNING)
            .map(step -> step.detail().isEmpty() ? step.name() : step.name() + ": " + step.detail())
            .collect(Collectors.joining(", "));
    if (ansi.enabled() && !running.isEmpty()) {
      String line = "  … " + running;
      out.print(line.substring(0, Math.min(line.length(), WIDTH)));
      transientLine = true;
    }
    out.flush();
  }

  /** Leaves the cursor at the beginning of an empty line. */
  void clear() {
    if (transientLine) {
      out.print(CLEAR_LINE);
      transientLine = false;
    }
    out.flush();
  }

  private static boolean isOver(StepStatus step) {
    return step.state() == StepState.DONE || step.state() == StepState.FAILED;
  }

  private void print(StepStatus step) {
    boolean done = step.state() == StepState.DONE;
    String mark = done ? ansi.string("@|green ✓|@") : ansi.string("@|red ✗|@");
    String detail = done ? step.detail() : "failed";
    out.printf("  %s %-14s %-44s %8s%n", mark, step.name(), detail, Words.seconds(step.took()));
  }
}
