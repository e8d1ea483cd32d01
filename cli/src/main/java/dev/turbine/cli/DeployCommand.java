package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.environment.BaseLock;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ReleaseEffects;
import dev.turbine.local.deployment.ActiveRelease.Cause;
import dev.turbine.local.deployment.DeploymentOrder;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectEnvironment;
import dev.turbine.local.stack.ProjectPython;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
      ProjectPython pythons = ProjectPython.ofUser();
      ProjectRelease release = ProjectRelease.of(loaded);
      ProjectEnvironment environment = ProjectEnvironment.ofStack(loaded, pythons, this::say);
      DeploymentPlan plan = plan(loaded, release, environment, new DagRuns(api));
      if (!ProjectRelease.of(loaded).id().equals(release.id())) {
        throw new TurbineException(
            Category.STATE, "The project's files changed meanwhile. Nothing was deployed.");
      }
      DeploymentPlanPrinter printer = new DeploymentPlanPrinter(spec, output);
      if (dryRun) {
        printer.print(plan);
        return plan.refusals().isEmpty() ? 0 : Category.PROJECT.exitCode();
      }
      printer.refusals(plan);
      if (!plan.refusals().isEmpty() && !force) {
        err().println("Nothing was deployed; --force deploys all the same.");
        return Category.PROJECT.exitCode();
      }
      if (pytest && PytestCommand.run(loaded, pythons, List.of(), this::say) != 0) {
        throw new TurbineException(
            Category.PROJECT, "The project's tests did not pass. Nothing was deployed.");
      }
      String by = System.getProperty("user.name");
      boolean sent =
          release.send(
              new ManifestMaker(pythons.interpreter(loaded).minor(), Clock.systemUTC()),
              by,
              description);
      say("release %s is %s".formatted(release.id(), sent ? "stored" : "in the store already"));
      DeploymentOrder order =
          new DeploymentOrder(release.id().value(), Cause.DEPLOYED, by, description);
      return new DeploymentFollower(stack, spec, output).follow(order, began);
    }
  }

  private DeploymentPlan plan(
      LocalProject loaded, ProjectRelease release, ProjectEnvironment environment, DagRuns runs)
      throws InterruptedException {
    Path dags = loaded.layout().dags();
    say("importing the DAGs");
    ParseReport report = ParseReport.read(DagImport.json(environment, dags));
    Map<String, String> next = new TreeMap<>();
    report.dags().forEach(dag -> next.put(dag.id(), dag.file()));
    List<DagRuns.DagOrigin> present = runs.origins();
    List<String> refusals =
        new ArrayList<>(report.problems(environment.directory().relativize(dags).toString()));
    refusals.addAll(new DeploymentGuard(present, runs.unfinished()).refusals(next));
    BaseLock lock = Environments.baseLock(ProjectPython.ofUser().interpreter(loaded).minor());
    ReleaseEffects effects = release.effects(lock.sha256());
    return new DeploymentPlan(
        release.id().value(),
        release.active().map(Object::toString).orElse(""),
        DeploymentPlan.files(release.diff()),
        DeploymentPlan.dags(present, next, effects),
        DeploymentPlan.packages(
            release.activeEnvironment().map(Environments::packages).orElse(Map.of()),
            Environments.packages(environment.python().root())),
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
