package dev.turbine.cli;

import dev.turbine.airflow.run.RunEvent;
import dev.turbine.airflow.run.TaskTry;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;

/** Shows what happens in a run: a line for each change of a task that matters, and its log. */
final class RunPrinter {
  private final PrintWriter out;
  private final Ansi ansi;
  private final PrefixedLines lines;

  RunPrinter(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
    this.lines = new PrefixedLines(out, ansi);
  }

  void show(List<RunEvent> events) {
    for (RunEvent event : events) {
      switch (event) {
        case RunEvent.Logged(String label, String line) -> lines.print(label, line);
        case RunEvent.TaskChanged(TaskTry task) -> lines.print(task.label(), words(task));
      }
    }
    out.flush();
  }

  private String words(TaskTry task) {
    String again = task.number() > 1 ? " (try " + task.number() + ")" : "";
    return switch (task.state()) {
      case "running" -> "▶ running" + again;
      case "success" -> ansi.string("@|green ✓ success|@") + again;
      case "failed" -> ansi.string("@|red ✗ failed|@") + again;
      case "up_for_retry" ->
          ansi.string("@|yellow ✗ try " + task.number() + " failed, to be tried again|@");
      case "deferred" -> "… deferred: waits in the triggerer";
      case "up_for_reschedule" -> "… looks again later";
      case "skipped" -> ansi.string("@|yellow - skipped|@");
      case "upstream_failed" -> ansi.string("@|yellow - not run: a task before it failed|@");
      default -> "· " + task.state() + again;
    };
  }
}
