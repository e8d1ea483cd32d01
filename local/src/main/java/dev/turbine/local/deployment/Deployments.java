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
import dev.turbine.local.deployment.ReleaseRecords.UnderWay;
import dev.turbine.local.deployment.ReleaseSource.Fetched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
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

  /** How many deployments that are over can be asked for. */
  private static final int REMEMBERED = 50;

  private final ReleaseRecords records;
  private final ReleaseSource source;
  private final LocalDeployment codeDeploy;
  private final HookEnvironment hooks;
  private final Activator activator;
  private final ReleaseTarget target;
  private final ReleasePruning pruning;
  private final ReleaseRestoration restoration;

  private final ReentrantLock oneAtATime = new ReentrantLock(true);
  private final AtomicInteger last = new AtomicInteger();
  private final Map<String, RunningDeployment> known = new LinkedHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Object activation = new Object();
  private Optional<InHooks> inHooks = Optional.empty();

  /** What a hook needs in order to activate the release whose deployment it belongs to. */
  private record InHooks(RunningDeployment deployment, Fetched fetched) {}

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
      ReleaseTarget target,
      ReleasePruning pruning) {
    this.records = records;
    this.source = source;
    this.codeDeploy = codeDeploy;
    this.hooks = hooks;
    this.activator = activator;
    this.target = target;
    this.pruning = pruning;
    this.restoration = new ReleaseRestoration(source, codeDeploy, activator, pruning);
  }

  /**
   * Brings the release into use that was active before the stack went down. A deployment that was
   * cut short is undone, or, if its release had become active, finished; if that fails, undone.
   *
   * @param progress told what begins
   * @return the release; empty when there has never been one
   */
  public Optional<ActiveRelease> resume(Consumer<String> progress) throws InterruptedException {
    Optional<UnderWay> cutShort = records.underWay();
    if (cutShort.isPresent()) {
      repeat(cutShort.get());
    }
    Optional<ActiveRelease> active = records.active();
    if (active.isEmpty()) {
      return active;
    }
    ReleaseId id = new ReleaseId(active.get().release());
    if (!activator.releases().exists(id)) {
      // Somebody removed it from this disk.
      orThrow(run(newDeployment(again(active.get())), active, () -> source.fetch(id)));
    }
    target.use(activator.prepare(id, progress), id.value());
    return records.active();
  }

  /**
   * The same, and then makes a project's files active, if they are not what was saved last. If the
   * release that was active cannot be used any more, as when its requirements contradict the
   * packages of another version of Turbine, what was saved since may put that right.
   */
  public void resume(Revision project, Consumer<String> progress) throws InterruptedException {
    try {
      Optional<ActiveRelease> _ = resume(progress);
    } catch (TurbineException unusable) {
      LOG.log(
          Level.ERROR,
          "the release that was active cannot be used: {0}; trying the project''s files",
          unusable.getMessage());
      if (save(project, "").isEmpty()) {
        throw unusable;
      }
      return;
    }
    Optional<DeploymentStatus> _ = save(project, "");
  }

  /** Lays the files out again that the deployment had begun to replace. */
  private void repeat(UnderWay cutShort) throws InterruptedException {
    Optional<ActiveRelease> active = records.active();
    if (active.isEmpty()) {
      records.end();
      return;
    }
    LOG.log(
        Level.INFO,
        "the deployment of release {0} was cut short; deploying release {1} again",
        cutShort.order().release(),
        active.get().release());
    // A failure, which is logged, leaves a release active whose snapshot is complete.
    boolean failed =
        run(newDeployment(again(active.get())), cutShort.before(), fetch(active.get())).isPresent();
    Optional<ActiveRelease> left = records.active();
    if (failed && left.isPresent() && !left.get().release().equals(active.get().release())) {
      var _ = run(newDeployment(again(left.get())), left, fetch(left.get()));
    }
  }

  private Fetch fetch(ActiveRelease release) {
    return () -> source.fetch(new ReleaseId(release.release()));
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
    Optional<TurbineException> failure =
        run(
            deployment,
            () ->
                source.copy(
                    revision, by, records.active().map(active -> new ReleaseId(active.release()))));
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

  /**
   * Removes releases that nobody needs, in a thread of its own. Activations do it too; to be called
   * when the stack is up, since only then it is known what runs need.
   */
  public void prune() {
    try {
      threads.submit(() -> {
        pruning.prune(oneAtATime);
        return null;
      });
    } catch (RejectedExecutionException stopping) {
      // The next start does it.
    }
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
    synchronized (known) {
      known.put(deployment.id(), deployment);
      List<String> over =
          known.values().stream()
              .filter(RunningDeployment::isOver)
              .map(RunningDeployment::id)
              .toList();
      over.subList(0, Math.max(0, over.size() - REMEMBERED)).forEach(known::remove);
    }
    return deployment;
  }

  @Override
  public Optional<DeploymentStatus> deployment(String id) {
    synchronized (known) {
      return Optional.ofNullable(known.get(id)).map(RunningDeployment::status);
    }
  }

  /** What was active before is only known when no other deployment is under way. */
  private Optional<TurbineException> run(RunningDeployment deployment, Fetch fetch)
      throws InterruptedException {
    oneAtATime.lockInterruptibly();
    try {
      return run(deployment, records.active(), fetch);
    } finally {
      oneAtATime.unlock();
    }
  }

  private Optional<TurbineException> run(
      RunningDeployment deployment, Optional<ActiveRelease> before, Fetch fetch)
      throws InterruptedException {
    oneAtATime.lockInterruptibly();
    try {
      try {
        records.begin(new UnderWay(deployment.order(), before));
      } catch (UncheckedIOException diskFull) {
        // What an earlier deployment left under way still is.
        TurbineException failure = deployment.failure(diskFull);
        failed(deployment, failure, diskFull);
        return Optional.of(failure);
      }
      try {
        try (Fetched fetched = fetch.fetch()) {
          deployment.done("revision");
          execute(deployment, fetched);
        }
      } catch (RuntimeException e) {
        TurbineException failure = deployment.failure(e);
        try {
          undo(deployment, before);
          records.end();
        } finally {
          // Whoever follows it must not wait for ever.
          failed(deployment, failure, e);
        }
        return Optional.of(failure);
      }
      // Not after an interruption: then the next start has to know.
      records.end();
      prune();
      return Optional.empty();
    } finally {
      oneAtATime.unlock();
    }
  }

  private static void failed(
      RunningDeployment deployment, TurbineException failure, RuntimeException cause) {
    LOG.log(
        Level.ERROR,
        "release %s was not deployed: %s"
            .formatted(deployment.order().release(), failure.getMessage()),
        cause instanceof TurbineException ? null : cause);
    deployment.failed(failure.getMessage());
  }

  private void execute(RunningDeployment deployment, Fetched fetched) throws InterruptedException {
    deployment.begins("environment");
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
    inHooks(Optional.of(new InHooks(deployment, fetched)));
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
      inHooks(Optional.empty());
    }
    if (!deployment.isActivated()) {
      throw new TurbineException(
          Category.PROJECT,
          "appspec.yml has no hook that runs \"turbine-agent activate\", so nothing became active."
              + " Add one for ApplicationStart, as in the guide.");
    }
    deployment.begins("services");
    List<String> replaced = target.replaceOutdated();
    records.active().ifPresent(records::remember);
    deployment.done("services");
    deployment.succeeded(replaced);
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
        .prepare(
            requirements,
            activator.releases().folder(fetched.manifest().id()),
            progress -> LOG.log(Level.INFO, progress));
  }

  private void inHooks(Optional<InHooks> next) {
    synchronized (activation) {
      inHooks = next;
    }
  }

  @Override
  public String activate(String id) throws InterruptedException {
    synchronized (activation) {
      InHooks now =
          inHooks
              .filter(deployment -> deployment.deployment().id().equals(id))
              .orElseThrow(() ->
                  new TurbineException(
                      Category.STATE, "Deployment %s is not under way.".formatted(id)));
      String release = now.deployment().order().release();
      if (!now.deployment().isActivated()) {
        ActiveRelease active = activator.activate(now.fetched(), now.deployment().order());
        now.deployment().activated();
        release = active.release();
      }
      return "release %s is active".formatted(release);
    }
  }

  @Override
  public String restore(String release) throws InterruptedException {
    return restoration.restore(release);
  }

  /** Something after the activation failed: a hook, or the start of a service. */
  private void undo(RunningDeployment deployment, Optional<ActiveRelease> before)
      throws InterruptedException {
    if (!deployment.isActivated()) {
      return;
    }
    if (before.isEmpty()) {
      activator.withdraw();
      return;
    }
    try {
      activator.restore(before.get());
      List<String> _ = target.replaceOutdated();
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR, "release %s is not completely back".formatted(before.get().release()), e);
    }
  }
}
