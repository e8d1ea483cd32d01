package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.deployment.ActiveRelease.Cause;
import dev.turbine.local.deployment.DeploymentOrder;
import java.time.Instant;
import java.util.List;
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
      List<String> refusals =
          new DeploymentGuard(runs.origins(), runs.unfinished())
              .refusals(releases.folder(), target);
      refusals.forEach(refusal ->
          spec.commandLine()
              .getErr()
              .println(spec.commandLine().getColorScheme().errorText("error: ") + refusal));
      if (!refusals.isEmpty() && !force) {
        spec.commandLine().getErr().println("Nothing was changed; --force goes back all the same.");
        return Category.PROJECT.exitCode();
      }
      DeploymentOrder order =
          new DeploymentOrder(target, Cause.ROLLED_BACK, System.getProperty("user.name"), "");
      return new DeploymentFollower(stack, runs, spec, output).follow(order, began);
    }
  }
}
