package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.log.LogLine;
import dev.turbine.local.log.ServiceLogs;
import dev.turbine.local.stack.StackDirectory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine logs}: what the services say. */
@Command(
    name = "logs",
    description = {
      "Shows the logs of the stack's services, merged by time; also when it is down.",
      "The logs of tasks are in Airflow's UI, and turbine run shows them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine logs                        the last 50 lines of all services",
      "  turbine logs scheduler worker-1 -f  two of them, and what comes",
      "  turbine logs --since 10m            all of the last ten minutes",
      "  turbine logs daemon -n 500"
    })
final class LogsCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);
  private static final int DEFAULT_LINES = 50;

  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SERVICE",
      arity = "0..*",
      description = "Such as scheduler, api-server, worker-1, daemon. Default: all.")
  private List<String> services = List.of();

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what comes, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only lines from then on: " + Since.FORMS + ".")
  private @Nullable String since;

  @Option(
      names = {"-n", "--lines"},
      paramLabel = "COUNT",
      description = "Only the last lines. Default: 50, with --since all.")
  private @Nullable Integer lines;

  @Override
  public Integer call() throws InterruptedException {
    Optional<Instant> from = Optional.ofNullable(since).map(this::moment);
    int atMost =
        Optional.ofNullable(lines).orElse(from.isPresent() ? Integer.MAX_VALUE : DEFAULT_LINES);
    if (atMost < 0) {
      throw new ParameterException(
          spec.commandLine(), "--lines is " + atMost + "; it must be 0 or more.");
    }
    StackDirectory directory = project.directory();
    check(directory);

    ServiceLogs logs = new ServiceLogs(directory.logs(), ZoneId.systemDefault(), services);
    List<LogLine> history =
        logs.history().stream()
            .filter(line -> from.isEmpty() || !line.time().isBefore(from.get()))
            .toList();
    PrefixedLines printer =
        new PrefixedLines(spec.commandLine().getOut(), spec.commandLine().getColorScheme().ansi());
    print(printer, history.subList(Math.max(0, history.size() - atMost), history.size()));
    while (follow && !spec.commandLine().getOut().checkError()) {
      Thread.sleep(LOOK_AGAIN);
      print(printer, logs.news(Instant.now()));
    }
    return 0;
  }

  private Instant moment(String text) {
    return Since.parse(text, ZonedDateTime.now())
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(),
                "--since is '%s'; it must be like one of: %s.".formatted(text, Since.FORMS)));
  }

  private void check(StackDirectory directory) {
    Path folder = directory.logs();
    List<String> known = ServiceLogs.services(folder);
    if (known.isEmpty() && !follow) {
      throw new TurbineException(
          Category.STATE,
          "There are no logs in %s: the stack was never started. Start it with: turbine up"
              .formatted(folder));
    }
    List<String> unknown = services.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new TurbineException(
          Category.USAGE,
          "No service has a log called %s. There are: %s."
              .formatted(String.join(", ", unknown), String.join(", ", known)));
    }
  }

  private void print(PrefixedLines printer, List<LogLine> lines) {
    PrintWriter out = spec.commandLine().getOut();
    for (LogLine line : lines) {
      if (services.size() == 1) {
        out.println(line.text());
      } else {
        printer.print(line.service(), line.text());
      }
    }
    out.flush();
  }
}
