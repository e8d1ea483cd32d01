package dev.turbine.cli;

import dev.turbine.local.scaling.JsonLines;
import dev.turbine.local.scaling.ScalingEvent;
import dev.turbine.local.scaling.ScalingRecords;
import dev.turbine.local.stack.StackDirectory;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code turbine scaling}: what was decided about workers. */
@Command(
    name = "scaling",
    description = {
      "Lists what was decided about the number of workers, and why; also when the stack is down.",
      "Decisions to change nothing are left out, but for those that are made blindly."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine scaling         the last 20 decisions",
      "  turbine scaling -f      and those that come",
      "  turbine scaling -o json"
    })
final class ScalingCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM d HH:mm:ss", Locale.ENGLISH);

  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "Only the last ones. Default: ${DEFAULT-VALUE}.")
  private int lines = 20;

  @Override
  public Integer call() throws InterruptedException {
    if (lines < 0) {
      throw new ParameterException(
          spec.commandLine(), "--lines is " + lines + "; it must be 0 or more.");
    }
    if (follow && output.isJson()) {
      throw new ParameterException(
          spec.commandLine(), "--follow prints text; leave out either it or --output json.");
    }
    PrintWriter out = spec.commandLine().getOut();
    StackDirectory directory = project.directory();
    JsonLines<ScalingEvent> kept =
        ScalingRecords.in(directory.scalingEvents(), directory.loadSamples()).events();
    List<ScalingEvent> all = kept.all();
    List<ScalingEvent> shown = all.subList(Math.max(0, all.size() - lines), all.size());
    if (output.isJson()) {
      out.println(OutputOption.json(shown));
      return 0;
    }
    if (shown.isEmpty() && !follow) {
      out.println("Nothing was decided yet. Decisions need a worker set with more max than min.");
    }
    shown.forEach(event -> print(out, event));
    while (follow && !out.checkError()) {
      Thread.sleep(LOOK_AGAIN);
      List<ScalingEvent> now = kept.all();
      news(all, now).forEach(event -> print(out, event));
      all = now;
    }
    return 0;
  }

  /** What came; the older ones may have been forgotten meanwhile. */
  static List<ScalingEvent> news(List<ScalingEvent> before, List<ScalingEvent> now) {
    int known = before.isEmpty() ? -1 : now.lastIndexOf(before.getLast());
    return now.subList(known + 1, now.size());
  }

  private static void print(PrintWriter out, ScalingEvent event) {
    out.printf(
        "%s  %-8s %-7s %2d  %s%n",
        TIME.format(event.time().atZone(ZoneId.systemDefault())),
        event.set(),
        Words.of(event.kind()),
        event.workers(),
        event.reason());
    out.flush();
  }
}
