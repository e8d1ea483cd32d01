package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.release.Revision;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.FileExistsBehavior;
import dev.turbine.core.appspec.RevisionOrigin;
import dev.turbine.core.project.Project;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.codedeploy.DeploymentRequest;
import dev.turbine.local.codedeploy.DeploymentResult;
import dev.turbine.local.codedeploy.EventOutcome;
import dev.turbine.local.codedeploy.FolderBundle;
import dev.turbine.local.codedeploy.LocalDeployment;
import dev.turbine.local.deployment.ReleaseSource.Fetched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Makes releases active, one after another: the files of a revision go where its appspec.yml says,
 * its hooks run, and one of them, {@code turbine-agent activate}, makes what then lies in {@code
 * /airflow} the release that new runs use. Whatever fails leaves the release before active.
 */
public final class Deployments implements DeploymentControl {
  private static final Logger LOG = System.getLogger(Deployments.class.getName());
  private static final String APPLICATION = "turbine";
  private static final String GROUP = "local";

  private final ReleaseRecords records;
  private final ReleaseSource source;
  private final LocalDeployment codeDeploy;
  private final HookEnvironment hooks;
  private final Activator activator;
  private final ReleaseTarget target;

  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final AtomicInteger last = new AtomicInteger();
  private final Map<String, RunningDeployment> known = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Object activation = new Object();
  private Optional<UnderWay> underWay = Optional.empty();

  /** What a hook needs in order to activate the release whose deployment it belongs to. */
  private record UnderWay(RunningDeployment deployment, Fetched fetched) {}

  /** Gets a revision onto this disk. */
  private interface Fetch {
    Fetched fetch() throws InterruptedException;
  }

  /** Changes nothing yet. */
  public Deployments(
      ReleaseRecords records,
      ReleaseSource source,
      LocalDeployment codeDeploy,
      HookEnvironment hooks,
      Activator activator,
      ReleaseTarget target) {
    this.records = records;
    this.source = source;
    this.codeDeploy = codeDeploy;
    this.hooks = hooks;
    this.activator = activator;
    this.target = target;
  }

  /**
   * Brings the release into use that was active before the stack went down; a deployment that was
   * cut short is repeated first, so that it is either complete or gone.
   *
   * @param progress told what begins
   * @return the release; empty when there has never been one
   */
  public Optional<ActiveRelease> resume(Consumer<String> progress) throws InterruptedException {
    Optional<ActiveRelease> active = records.active();
    if (active.isEmpty()) {
      return active;
    }
    ReleaseId id = new ReleaseId(active.get().release());
    try (Fetched fetched = source.fetch(id)) {
      if (fetched.staged().isPresent()) {
        // Somebody removed it from this disk.
        orThrow(run(newDeployment(again(active.get())), () -> fetched));
      }
    }
    Environment python = activator.prepare(id, progress);
    target.use(python, id.value());
    if (records.underWay().isPresent()) {
      LOG.log(Level.INFO, "a deployment was cut short; deploying release {0} again", id);
      orThrow(run(newDeployment(again(active.get())), () -> source.fetch(id)));
    }
    return records.active();
  }

  private static void orThrow(Optional<TurbineException> failure) {
    failure.ifPresent(reason -> {
      throw reason;
    });
  }

  private static DeploymentOrder again(ActiveRelease active) {
    return new DeploymentOrder(active.release(), active.cause(), active.by(), active.description());
  }

  /**
   * Makes a project's files, as they were read, the active release, and waits for it; does nothing
   * if they are what was saved last, whatever was deployed since.
   *
   * @return how it went; empty if nothing was to be done
   * @throws TurbineException why it failed
   */
  public Optional<DeploymentStatus> save(Revision revision, String by) throws InterruptedException {
    String release = revision.content().id().value();
    if (records.saved().filter(release::equals).isPresent()) {
      return Optional.empty();
    }
    RunningDeployment deployment =
        newDeployment(new DeploymentOrder(release, ActiveRelease.Cause.SAVED, by, ""));
    Optional<TurbineException> failure = run(deployment, () -> source.copy(revision, by));
    if (failure.isPresent()) {
      throw failure.get();
    }
    records.saved(release);
    return Optional.of(deployment.status());
  }

  @Override
  public String deploy(DeploymentOrder order) {
    RunningDeployment deployment = newDeployment(order);
    ReleaseId release = new ReleaseId(order.release());
    threads.submit(() -> run(deployment, () -> source.fetch(release)));
    return deployment.id();
  }

  /** Interrupts a deployment that is under way; the next start repeats it or takes it back. */
  public void stop() {
    threads.shutdownNow();
    threads.close();
  }

  private RunningDeployment newDeployment(DeploymentOrder order) {
    RunningDeployment deployment =
        new RunningDeployment(
            "d-%d-%d".formatted(ProcessHandle.current().pid(), last.incrementAndGet()), order);
    known.put(deployment.id(), deployment);
    return deployment;
  }

  @Override
  public Optional<DeploymentStatus> deployment(String id) {
    return Optional.ofNullable(known.get(id)).map(RunningDeployment::status);
  }

  private Optional<TurbineException> run(RunningDeployment deployment, Fetch fetch)
      throws InterruptedException {
    oneAtATime.lockInterruptibly();
    try {
      Optional<ActiveRelease> before = records.active();
      records.begin(deployment.order());
      try (Fetched fetched = fetch.fetch()) {
        deployment.done("revision");
        execute(deployment, fetched);
      } catch (TurbineException e) {
        undo(deployment, before);
        deployment.failed(String.valueOf(e.getMessage()));
        LOG.log(
            Level.ERROR,
            "release {0} was not deployed: {1}",
            deployment.order().release(),
            e.getMessage());
        records.end();
        return Optional.of(e);
      }
      // Not after an interruption: then the next start has to know.
      records.end();
      return Optional.empty();
    } finally {
      oneAtATime.unlock();
    }
  }

  private void execute(RunningDeployment deployment, Fetched fetched) throws InterruptedException {
    Map<String, String> variables = hooks.prepare(python(fetched));
    deployment.done("environment");
    DeploymentRequest request =
        new DeploymentRequest(
            deployment.id(),
            APPLICATION,
            GROUP,
            GROUP,
            new RevisionOrigin.Local(),
            variables,
            FileExistsBehavior.OVERWRITE,
            false);
    underWay(Optional.of(new UnderWay(deployment, fetched)));
    try {
      DeploymentResult result =
          codeDeploy.run(request, new FolderBundle(fetched.folder()), deployment);
      deployment.notes(result.notes());
      result
          .failure()
          .map(EventOutcome.Failed::describe)
          .ifPresent(failure -> {
            throw new TurbineException(Category.FAILED, failure);
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      underWay(Optional.empty());
    }
    if (!deployment.isActivated()) {
      throw new TurbineException(
          Category.PROJECT,
          "appspec.yml has no hook that runs \"turbine-agent activate\", so nothing became active."
              + " Add one for ApplicationStart, as in the guide.");
    }
    records.active().ifPresent(records::remember);
    deployment.succeeded(target.replaceOutdated());
    deployment.done("services");
  }

  /**
   * The environment that the release will run in, as far as it can be told before its files are in
   * place. Made now, it costs the hooks no time.
   */
  private Environment python(Fetched fetched) throws InterruptedException {
    Path revision = fetched.folder();
    Path requirements =
        Files.isDirectory(revision.resolve("airflow"))
            ? revision.resolve("airflow/requirements.txt")
            : new Project(revision, revision).requirements();
    return activator
        .environments()
        .prepare(requirements, progress -> LOG.log(Level.INFO, progress));
  }

  private void underWay(Optional<UnderWay> next) {
    synchronized (activation) {
      underWay = next;
    }
  }

  @Override
  public String activate(String id) throws InterruptedException {
    synchronized (activation) {
      UnderWay now =
          underWay
              .filter(deployment -> deployment.deployment().id().equals(id))
              .orElseThrow(() ->
                  new TurbineException(
                      Category.STATE, "Deployment %s is not under way.".formatted(id)));
      ActiveRelease active = activator.activate(now.fetched(), now.deployment().order());
      now.deployment().activated();
      return "release %s is active".formatted(active.release());
    }
  }

  @Override
  public String restore(String release) throws InterruptedException {
    throw new TurbineException(
        Category.STATE, "Release %s is not on this disk.".formatted(release));
  }

  /** A hook after the activation failed. */
  private void undo(RunningDeployment deployment, Optional<ActiveRelease> before)
      throws InterruptedException {
    if (deployment.isActivated() && before.isPresent()) {
      activator.restore(before.get());
    }
  }
}
