package dev.turbine.local.stack;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.environment.EnvironmentCache;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.ProjectRevision;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.S3ReleaseStore;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.airflow.run.DagRuns.BrokenFile;
import dev.turbine.core.TurbineException;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.Restart;
import dev.turbine.core.service.Service;
import dev.turbine.local.codedeploy.LocalDeployment;
import dev.turbine.local.deployment.Activator;
import dev.turbine.local.deployment.ActiveRelease;
import dev.turbine.local.deployment.DeploymentControl;
import dev.turbine.local.deployment.DeploymentStatus;
import dev.turbine.local.deployment.Deployments;
import dev.turbine.local.deployment.EnvironmentUpkeep;
import dev.turbine.local.deployment.HookEnvironment;
import dev.turbine.local.deployment.ProjectWatch;
import dev.turbine.local.deployment.ReleaseComparison;
import dev.turbine.local.deployment.ReleasePruning;
import dev.turbine.local.deployment.ReleaseRecords;
import dev.turbine.local.deployment.ReleaseSource;
import dev.turbine.local.deployment.ReleaseTarget;
import dev.turbine.local.file.PrivateFile;
import dev.turbine.local.fleet.WorkerNames;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.store.ObjectAccess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/** The releases of a stack: which one is active, and what makes another one so. */
final class StackReleases implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StackReleases.class.getName());

  private final LocalProject project;
  private final boolean watched;
  private final ReleaseFolder releases;
  private final EnvironmentCache environments;
  private final ReleaseRecords records;
  private final S3Client s3;
  private final Deployments deployments;
  private final ProjectRevision revision;
  private final Supplier<AirflowApi> airflow;
  private final BrokenFiles brokenFiles = new BrokenFiles();
  private final CountDownLatch served = new CountDownLatch(1);
  private Optional<ProjectWatch> watch = Optional.empty();
  private Optional<EnvironmentUpkeep> upkeep = Optional.empty();

  /**
   * Changes nothing yet.
   *
   * @param watched whether what is saved in the project becomes active
   * @param airflow a new client of the stack's Airflow, which may not be up yet
   */
  StackReleases(
      LocalProject project,
      boolean watched,
      ProjectPython pythons,
      Ports ports,
      Secrets secrets,
      ReleaseFolder releases,
      ReleaseComparison comparison,
      ReleaseTarget target,
      Supplier<AirflowApi> airflow) {
    this.airflow = airflow;
    this.releases = releases;
    this.environments = new EnvironmentCache(pythons.cache(), Clock.systemUTC());
    this.project = project;
    this.watched = watched;
    StackDirectory directory = project.directory();
    records = new ReleaseRecords(directory.releases());
    revision = new ProjectRevision(project.layout().root());
    s3 =
        new ObjectAccess(
                ports.of(Port.OBJECTS), secrets.objectsAccessKey(), secrets.objectsSecretKey())
            .client();
    String user = pythons.shell().getOrDefault("USER", System.getProperty("user.name"));
    StackPython python = new StackPython(project, pythons);
    ReleaseSource source =
        new ReleaseSource(
            releases,
            new S3ReleaseStore(s3, ObjectAccess.DEPLOYMENTS),
            () -> new ManifestMaker(python.interpreter().minor(), Clock.systemUTC()));
    Activator activator =
        new Activator(
            directory.deployed().resolve("airflow"),
            releases,
            records,
            python,
            comparison,
            target,
            Clock.systemUTC());
    deployments =
        new Deployments(
            records,
            source,
            new LocalDeployment(directory.codeDeploy(), directory.deployed(), user),
            new HookEnvironment(
                directory.bin(), directory.python(), directory.agent(), pythons.shell()),
            activator,
            target,
            new ReleasePruning(
                source,
                records,
                target,
                new StackRuns(LocalStack.web(ports), secrets.adminPassword())));
    writeAgent(directory.agent(), ports.of(Port.DAEMON), secrets.daemonToken());
  }

  private static void writeAgent(Path file, int port, String token) {
    URI address = URI.create("http://127.0.0.1:" + port);
    try {
      PrivateFile.write(
          file, "{\"address\": \"%s\", \"token\": \"%s\"}\n".formatted(address, token));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a service that has imported from one release does the same with the other. */
  static boolean sameFor(
      ReleaseComparison comparison, Service service, String release, String other) {
    if (release.equals(other)) {
      return true;
    }
    Restart restart =
        comparison.effects(Optional.of(new ReleaseId(release)), new ReleaseId(other)).restart();
    String kind = service.name().startsWith(WorkerNames.PREFIX) ? "worker" : service.name();
    return !restart.services().contains(kind);
  }

  /** From now on the daemon's API answers, which the hooks of deployments ask. */
  void served() {
    served.countDown();
  }

  /**
   * Brings the release into use that was active last, then the project's files, if they are not
   * what was saved last.
   *
   * @param progress told what begins
   */
  ActiveRelease begin(Consumer<String> progress) throws InterruptedException {
    served.await();
    if (watched) {
      deployments.resume(revision.read(), progress);
    } else if (deployments.resume(progress).isEmpty()) {
      deployments.save(revision.read(), "");
    }
    return records.active().orElseThrow();
  }

  /** To be called when all is up: makes active what is saved from now on, if that is wanted. */
  synchronized void watch() {
    deployments.prune();
    upkeep = Optional.of(EnvironmentUpkeep.start(releases, environments));
    if (watched) {
      watch = Optional.of(new ProjectWatch(project.layout().root(), this::save));
    }
  }

  private void save() {
    try {
      Instant began = Instant.now();
      Optional<DeploymentStatus> saved = deployments.save(revision.read(), "");
      if (saved.isPresent()) {
        Duration took = Duration.between(began, Instant.now());
        List<String> replaced = saved.get().replaced();
        LOG.log(
            Level.INFO,
            "release {0} is active, {1,number,#} ms after it was saved{2}",
            saved.get().release(),
            took.toMillis(),
            replaced.isEmpty() ? "" : "; replaced " + String.join(", ", replaced));
        active().ifPresent(this::report);
      }
    } catch (TurbineException e) {
      LOG.log(Level.ERROR, "what was saved is not active: {0}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells which of the saved files do not import, as soon as Airflow has tried. */
  private void report(ActiveRelease release) {
    Thread.ofVirtual()
        .start(() -> {
          try (AirflowApi api = airflow.get()) {
            brokenFiles.follow(release, this::active, new DagRuns(api), StackReleases::tell);
          } catch (TurbineException e) {
            LOG.log(
                Level.WARNING,
                "what Airflow makes of the saved files is unknown: {0}",
                e.getMessage());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static void tell(BrokenFile file) {
    LOG.log(
        Level.ERROR,
        "dags/{0} does not import, Airflow starts no run of its DAGs until it does: {1}",
        file.file(),
        file.reason());
  }

  /** Makes nothing active any more. */
  synchronized void stop() throws InterruptedException {
    if (watch.isPresent()) {
      watch.get().stop();
      watch = Optional.empty();
    }
    upkeep.ifPresent(EnvironmentUpkeep::close);
    deployments.stop();
  }

  DeploymentControl deployments() {
    return deployments;
  }

  Optional<ActiveRelease> active() {
    return records.active();
  }

  @Override
  public void close() {
    s3.close();
  }
}
