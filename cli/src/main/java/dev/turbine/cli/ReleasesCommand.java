package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.UnfinishedRun;
import dev.turbine.core.TurbineException;
import dev.turbine.local.deployment.ActiveRelease;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turbine releases}: what was deployed. */
@Command(
    name = "releases",
    description = {
      "Lists the project's releases, the latest activation first: which is active, and how many",
      "unfinished runs are bound to each."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  turbine releases", "  turbine releases --all -o json"})
final class ReleasesCommand implements Callable<Integer> {
  private static final int SHOWN = 20;

  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Option(names = "--all", description = "All of them, not only the last " + SHOWN + ".")
  private boolean all;

  /**
   * One release as scripts see it.
   *
   * @param how {@code saved}, {@code deployed} or {@code rolled back}
   * @param runs unfinished; null while Airflow does not answer
   */
  private record Row(
      String release,
      Instant since,
      String by,
      String how,
      String description,
      boolean active,
      @org.jspecify.annotations.Nullable Long runs) {}

  @Override
  public Integer call() throws InterruptedException {
    Stack stack = new Stack(project.directory());
    KnownReleases releases = new KnownReleases(stack.directory());
    Optional<Map<String, Long>> runs = runs(stack);
    Optional<String> active = releases.active();
    List<Row> rows =
        releases.all().stream()
            .limit(all ? Long.MAX_VALUE : SHOWN)
            .map(release -> row(release, active, runs))
            .toList();
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(OutputOption.json(rows));
    } else if (rows.isEmpty()) {
      out.println("There is no release yet. The first is made by: turbine up");
    } else {
      print(out, rows);
    }
    return 0;
  }

  private static Row row(
      ActiveRelease release, Optional<String> active, Optional<Map<String, Long>> runs) {
    return new Row(
        release.release(),
        release.since(),
        release.by(),
        Words.of(release.cause()),
        release.description(),
        active.filter(release.release()::equals).isPresent(),
        runs.map(known -> known.getOrDefault(release.release(), 0L)).orElse(null));
  }

  private static Optional<Map<String, Long>> runs(Stack stack) throws InterruptedException {
    try (AirflowApi api = stack.airflow()) {
      return Optional.of(
          new DagRuns(api)
              .unfinished().stream()
                  .collect(Collectors.groupingBy(UnfinishedRun::release, Collectors.counting())));
    } catch (TurbineException notUp) {
      return Optional.empty();
    }
  }

  private void print(PrintWriter out, List<Row> rows) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    String form = "%-16s  %-8s %-14s %-12s %5s  %s%n";
    out.printf(form, "RELEASE", "STATE", "AGE", "HOW", "RUNS", "WHAT");
    Instant now = Instant.now();
    for (Row row : rows) {
      String state = "%-8s".formatted(row.active() ? "active" : "");
      String what = row.description().isEmpty() ? row.by() : row.description() + by(row);
      out.printf(
          form,
          row.release(),
          row.active() ? ansi.string("@|green " + state + "|@") : state,
          Words.age(Duration.between(row.since(), now)),
          row.how(),
          row.runs() == null ? "-" : row.runs().toString(),
          what);
    }
  }

  private static String by(Row row) {
    return row.by().isEmpty() ? "" : " (" + row.by() + ")";
  }
}
