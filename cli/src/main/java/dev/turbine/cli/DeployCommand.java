package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.ProjectRevision;
import dev.turbine.airflow.release.RevisionArchive;
import dev.turbine.airflow.release.S3ReleaseStore;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ReleaseEffects;
import dev.turbine.local.deployment.ActiveRelease.Cause;
import dev.turbine.local.deployment.DeploymentOrder;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectEnvironment;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.store.ObjectAccess;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code turbine deploy}: make the project as it is now the active release. */
@Command(
    name = "deploy",
    description = {
      "Makes the project as it is now the release that new runs use.",
      "Runs that have begun go on with the release that they began with: files and packages.",
      "Refused, before anything changes, if a DAG does not import, has a cycle or an id that is"
          + " used twice,",
      "or if a DAG is removed or moved while runs of it have not ended.",
      "Exit code 3 if it is refused, 1 if the deployment fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine deploy -d 'Count words in all languages'",
      "  turbine deploy --dry-run      what would change",
      "  turbine deploy --pytest       only if the project's tests pass"
    })
final class DeployCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Option(
      names = {"-d", "--description"},
      paramLabel = "WORDS",
      description = "What the release is about, for turbine releases.")
  private String description = "";

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Option(names = "--pytest", description = "Run the project's tests first.")
  private boolean pytest;

  @Option(names = "--force", description = "Deploy whatever the checks say.")
  private boolean force;

  @Override
  public Integer call() throws InterruptedException {
    Instant began = Instant.now();
    LocalProject loaded = project.load();
    Stack stack = new Stack(loaded.directory());
    try (AirflowApi api = stack.airflow()) {
      DagRuns runs = new DagRuns(api);
      ProjectPython pythons = ProjectPython.ofUser();
      SupportedPython python = pythons.interpreter(loaded).minor();
      ProjectRevision files = new ProjectRevision(loaded.layout().root());
      ProjectRelease release = ProjectRelease.of(loaded, files);
      ProjectEnvironment environment = ProjectEnvironment.ofStack(loaded, pythons, this::say);
      say("importing the DAGs");
      // Most of the time goes by here, and on another core: what needs no result of it comes first.
      try (DagImport imported = DagImport.begin(stack, environment, loaded.layout().dags());
          S3Client objects = release.objects()) {
        S3ReleaseStore store = new S3ReleaseStore(objects, ObjectAccess.DEPLOYMENTS);
        boolean stored = store.has(release.id());
        // Imported from the project's folder, which holds what the release leaves out, too.
        ParseReport report = ParseReport.read(imported.json()).within(release.dagFiles());
        DeploymentPlan plan = plan(release, python, environment, runs, report);
        if (!files.read().content().id().equals(release.id())) {
          throw new TurbineException(
              Category.STATE, "The project's files changed meanwhile. Nothing was deployed.");
        }
        if (dryRun) {
          new DeploymentPlanPrinter(spec, output).print(plan);
          return plan.refusals().isEmpty() ? 0 : Category.PROJECT.exitCode();
        }
        if (isRefused(plan)) {
          return Category.PROJECT.exitCode();
        }
        if (pytest && PytestCommand.run(loaded, pythons, List.of(), this::say) != 0) {
          throw new TurbineException(
              Category.PROJECT, "The project's tests did not pass. Nothing was deployed.");
        }
        String by = System.getProperty("user.name");
        if (!stored) {
          ManifestMaker manifests = new ManifestMaker(python, Clock.systemUTC());
          RevisionArchive.put(
              release.revision(),
              manifests.of(release.revision().content(), by, description),
              store);
        }
        say("release %s is %s".formatted(release.id(), stored ? "in the store already" : "stored"));
        DeploymentOrder order =
            new DeploymentOrder(release.id().value(), Cause.DEPLOYED, by, description);
        return new DeploymentFollower(stack, runs, Optional.of(report), spec, output)
            .follow(order, began);
      }
    }
  }

  private boolean isRefused(DeploymentPlan plan) {
    new DeploymentPlanPrinter(spec, output).refusals(plan);
    if (plan.refusals().isEmpty() || force) {
      return false;
    }
    err().println("Nothing was deployed; --force deploys all the same.");
    return true;
  }

  private DeploymentPlan plan(
      ProjectRelease release,
      SupportedPython python,
      ProjectEnvironment environment,
      DagRuns runs,
      ParseReport report)
      throws InterruptedException {
    List<DagRuns.DagOrigin> present = runs.origins();
    ReleaseEffects effects = release.effects(Environments.baseLock(python).sha256());
    DeploymentPlan.Changes files = DeploymentPlan.files(release.diff());
    DeploymentPlan.Changes packages =
        DeploymentPlan.packages(
            release.activeEnvironment().map(Environments::packages).orElse(Map.of()),
            Environments.packages(environment.python().root()));
    List<String> refusals = new ArrayList<>(report.problems(release.dagFolder()));
    // Asked last: no run that begins during the import is overlooked.
    refusals.addAll(DeploymentGuard.of(runs).refusals(report));
    return new DeploymentPlan(
        release.id().value(),
        release.active().map(Object::toString).orElse(""),
        files,
        DeploymentPlan.dags(present, report.fileByDag(), effects),
        packages,
        effects.restart().services(),
        effects.restart().reason(),
        refusals);
  }

  private void say(String progress) {
    err().println("  " + progress);
    err().flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
