package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.run.RunEvent;
import dev.turbine.airflow.run.TaskTry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class RunPrinterTest {
  private static final List<RunEvent> EVENTS =
      List.of(
          new RunEvent.TaskChanged(new TaskTry("group.count", 1, "running", 2)),
          new RunEvent.Logged("group.count[1]", "100 % of @|red it|@"),
          new RunEvent.TaskChanged(new TaskTry("group.count", 1, "up_for_retry", 2)),
          new RunEvent.TaskChanged(new TaskTry("end", -1, "upstream_failed", 0)));

  @Test
  void everyLineBearsItsTask() {
    assertThat(show(Ansi.OFF).lines())
        .containsExactly(
            "group.count[1] | ▶ running (try 2)",
            "group.count[1] | 100 % of @|red it|@",
            "group.count[1] | ✗ try 2 failed, to be tried again",
            "end           | - not run: a task before it failed");
  }

  @Test
  void onATerminalTasksHaveColorsAndWhatTheyPrintIsLeftAsItIs() {
    assertThat(show(Ansi.ON)).contains("\u001b[36mgroup.count[1] |", "100 % of @|red it|@");
  }

  private static String show(Ansi ansi) {
    StringWriter out = new StringWriter();
    new RunPrinter(new PrintWriter(out), ansi).show(EVENTS);
    return out.toString();
  }
}
