package dev.turbine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.KnownDag;
import dev.turbine.airflow.run.FollowedRun;
import dev.turbine.core.TurbineException.Category;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine run}: run a DAG now and watch it. */
@Command(
    name = "run",
    description = {
      "Runs a DAG now and shows its tasks and their logs until it ends. A paused DAG is unpaused.",
      "Exit code 0 if the run succeeds, 1 if it fails, 130 after Ctrl-C, which leaves it running."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine run greeting",
      "  turbine run greeting --conf '{\"name\": \"Alice\"}'",
      "  turbine run greeting --conf @conf.json",
      "  turbine run greeting --no-follow -o json | jq -r .run"
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  /** The api-server may start anew, after a crash or for a release with other plugins. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final Duration UNUSUAL_WAIT = Duration.ofSeconds(30);

  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "DAG", description = "The DAG's id.")
  private String dag = "";

  @Option(
      names = "--conf",
      paramLabel = "JSON",
      defaultValue = "{}",
      description = "The run's parameters: a JSON object, or @FILE with one.")
  private String conf = "{}";

  @Option(names = "--no-follow", description = "Do not wait for the run's end.")
  private boolean noFollow;

  /** What scripts get; the state is Airflow's word, {@code queued} if it is not followed. */
  private record Result(String dag, String run, String state, String address) {}

  @Override
  public Integer call() throws InterruptedException {
    JsonNode parameters = RunConf.parse(conf, Path.of("").toAbsolutePath());
    Stack stack = new Stack(project.directory());
    try (AirflowApi api = stack.airflow()) {
      DagRuns runs = new DagRuns(api);
      KnownDag known = new DagSearch(runs, err()).find(dag);
      if (known.paused()) {
        runs.unpause(dag);
        err()
            .println(
                dag
                    + " was paused and is not any more"
                    + (known.scheduled() ? ": its schedule is in force too." : "."));
      }
      String run = runs.trigger(dag, parameters);
      String address =
          "%s/dags/%s/runs/%s"
              .formatted(stack.running().web(), AirflowApi.segment(dag), AirflowApi.segment(run));
      err().printf("Run %s of %s%n  %s%n", run, dag, address);
      err().flush();
      String state = noFollow ? "queued" : follow(api, run, address);
      if (output.isJson()) {
        out().println(OutputOption.json(new Result(dag, run, state, address)));
      }
      return noFollow || state.equals("success") ? 0 : Category.FAILED.exitCode();
    }
  }

  private String follow(AirflowApi airflow, String id, String address) throws InterruptedException {
    try (AirflowApi patient = airflow.withPatience(PATIENCE)) {
      return follow(new DagRuns(patient).follow(dag, id), address);
    }
  }

  private String follow(FollowedRun run, String address) throws InterruptedException {
    Instant began = Instant.now();
    boolean hinted = false;
    // With -o json the result is alone on standard output.
    RunPrinter printer =
        new RunPrinter(output.isJson() ? err() : out(), spec.commandLine().getColorScheme().ansi());
    Thread leave = new Thread(() -> leave(address));
    Runtime.getRuntime().addShutdownHook(leave);
    try {
      while (true) {
        printer.show(run.look());
        Duration took = Duration.between(began, Instant.now());
        if (run.isOver()) {
          err().printf("The run ended after %s: %s%n", Words.seconds(took), run.state());
          return run.state();
        }
        if (!hinted && !run.hasBegun() && took.compareTo(UNUSUAL_WAIT) > 0) {
          err()
              .printf(
                  "No task has begun for %d s: the run is %s. Is a worker free? See turbine status"
                      + " and turbine logs scheduler.%n",
                  took.toSeconds(), run.state());
          hinted = true;
        }
        err().flush();
        Thread.sleep(LOOK_AGAIN);
      }
    } finally {
      forget(leave);
    }
  }

  private void leave(String address) {
    err().printf("%nNo longer followed; the run goes on: %s%n", address);
    err().flush();
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // The hook runs, and the JVM ends with 130.
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
