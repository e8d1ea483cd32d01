package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.console.DaemonClient;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.deployment.ActiveRelease.Cause;
import dev.turbine.local.deployment.DeploymentOrder;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine rollback}: make an older release active again. */
@Command(
    name = "rollback",
    description = {
      "Makes an older release active again: the one before, or the one that is named.",
      "Runs that have begun go on with the release that they began with. The project's files stay",
      "as they are; under turbine up, the next one that is saved makes a release of them again.",
      "Refused if a DAG would be removed or moved while runs of it have not ended."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine rollback           the release before",
      "  turbine rollback 3f2a      as turbine releases lists it; its beginning is enough"
    })
final class RollbackCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RELEASE", arity = "0..1", description = "The release's id.")
  private @Nullable String release;

  @Option(names = "--force", description = "Go back whatever the checks say.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    Instant began = Instant.now();
    Stack stack = new Stack(project.directory());
    KnownReleases releases = new KnownReleases(stack.directory());
    try (AirflowApi api = stack.airflow()) {
      String target = release == null ? releases.previous() : releases.named(release);
      DagRuns runs = new DagRuns(api);
      Optional<ParseReport> report = importDags(stack, target);
      List<String> refusals =
          report.isPresent() ? DeploymentGuard.of(runs).refusals(report.get()) : List.<String>of();
      refusals.forEach(refusal ->
          spec.commandLine()
              .getErr()
              .println(spec.commandLine().getColorScheme().errorText("error: ") + refusal));
      if (!refusals.isEmpty() && !force) {
        spec.commandLine().getErr().println("Nothing was changed; --force goes back all the same.");
        return Category.PROJECT.exitCode();
      }
      DeploymentOrder order =
          new DeploymentOrder(
              target,
              Cause.ROLLED_BACK,
              System.getProperty("user.name"),
              releases.description(target));
      return new DeploymentFollower(stack, runs, report, spec, output).follow(order, began);
    }
  }

  /** What the release's DAGs are; empty if that is not to be known. */
  private Optional<ParseReport> importDags(Stack stack, String target) throws InterruptedException {
    try (DaemonClient daemon = stack.daemon().orElseThrow()) {
      Optional<ParseReport> report = daemon.importDagsOf(target).map(ParseReport::read);
      if (report.isEmpty()) {
        say("release %s is not on this disk: its DAGs are not checked".formatted(target));
      }
      return report;
    } catch (TurbineException e) {
      if (!force) {
        throw e;
      }
      say("its DAGs are not checked: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void say(String words) {
    spec.commandLine().getErr().println("  " + words);
    spec.commandLine().getErr().flush();
  }
}
