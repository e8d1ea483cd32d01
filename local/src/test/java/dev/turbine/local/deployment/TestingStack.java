package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.ProjectRevision;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.Revision;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.RunReleases;
import dev.turbine.core.release.TestingReleaseStore;
import dev.turbine.local.codedeploy.LocalDeployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/**
 * Deployments with real files and hooks, and without Airflow. Whoever makes another one of the same
 * folder is the next daemon.
 */
final class TestingStack implements AutoCloseable {
  /** A requirement that no environment can be made for. */
  static final String IMPOSSIBLE = "impossible==1";

  /** A requirement at which whoever makes environments has a defect. */
  static final String DEFECTIVE = "defective==1";

  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

  final Path folder;
  final ReleaseRecords records;
  final ReleaseFolder releases;
  final TestingReleaseStore store = new TestingReleaseStore();
  final TestingTarget target;
  final Deployments deployments;
  final AtomicInteger environments = new AtomicInteger();
  volatile RunReleases runs = new RunReleases.Known(Set.of());
  volatile Set<ReleaseId> pastRuns = Set.of();
  private final TestingAgent agent;

  /**
   * Comes up, without resuming anything.
   *
   * @param points told what is about to be done
   */
  TestingStack(Path folder, Consumer<String> points) throws IOException {
    this.folder = folder;
    releases = ReleaseFolder.open(folder.resolve("releases"));
    records = new ReleaseRecords(folder.resolve("releases"));
    target = new TestingTarget(records, points);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path root = Files.createDirectories(folder.resolve("root"));
    Path python = folder.resolve("python/bin/python");
    Environment environment =
        new Environment(folder.resolve("python"), python, "0123456789abcdef", "3.12.1", 1);
    Activator activator =
        new Activator(
            root.resolve("airflow"),
            releases,
            records,
            (requirements, kept, progress) -> {
              environments.incrementAndGet();
              points.accept("environment");
              refuse(requirements);
              return environment;
            },
            new ReleaseComparison(releases),
            target,
            Clock.systemUTC());
    ReleaseSource source =
        new ReleaseSource(
            releases,
            store,
            () -> {
              points.accept("manifest");
              return new ManifestMaker(SupportedPython.V3_12, Clock.systemUTC());
            });
    deployments =
        new Deployments(
            records,
            source,
            new LocalDeployment(folder.resolve("state"), root, System.getProperty("user.name")),
            new HookEnvironment(bin, folder, folder, Map.of("PATH", "/usr/bin:/bin")),
            activator,
            target,
            new ReleasePruning(source, records, target, new Runs()));
    agent =
        new TestingAgent(
            python,
            new TestingAgent.Answers() {
              @Override
              public String activate(String deployment) throws InterruptedException {
                return deployments.activate(deployment);
              }

              @Override
              public void at(String point) {
                points.accept(point);
              }
            });
  }

  private final class Runs implements RunsInUse {
    @Override
    public RunReleases look() {
      return runs;
    }

    @Override
    public boolean any(ReleaseId release) {
      return pastRuns.contains(release);
    }
  }

  private static void refuse(Path requirements) {
    try {
      String text = Files.exists(requirements) ? Files.readString(requirements) : "";
      if (text.contains(IMPOSSIBLE)) {
        throw new TurbineException(Category.PROJECT, "no version of impossible fits");
      }
      if (text.contains(DEFECTIVE)) {
        throw new IllegalStateException("a defect");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The project as it is now. */
  Revision project() {
    return new ProjectRevision(folder.resolve("project")).read();
  }

  /** Saves a file of the project, and the project. */
  String save(String path, String text) throws IOException, InterruptedException {
    write(path, text);
    Revision revision = project();
    deployments.save(revision, "ana");
    return revision.content().id().value();
  }

  TestingStack write(String path, String text) throws IOException {
    write(folder, path, text);
    return this;
  }

  /** Writes a file of the project below a stack's folder. */
  static void write(Path folder, String path, String text) throws IOException {
    Path file = folder.resolve("project").resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }

  /** Writes an appspec.yml and its hooks: lines of shell by the names of events. */
  static void hooks(Path folder, Map<String, String> hooks) throws IOException {
    // A busy machine takes a second for a process.
    hooks(folder, 30, hooks);
  }

  /** The same with another limit for each hook, in seconds. */
  static void hooks(Path folder, int limit, Map<String, String> hooks) throws IOException {
    StringBuilder spec =
        new StringBuilder(
            """
            version: 0.0
            os: linux
            files: [{source: airflow, destination: /airflow}]
            file_exists_behavior: OVERWRITE
            hooks:
            """);
    for (Map.Entry<String, String> hook : hooks.entrySet()) {
      String script = hook.getKey() + ".sh";
      spec.append("  %s: [{location: %s, timeout: %d}]\n".formatted(hook.getKey(), script, limit));
      write(folder, script, "#!/bin/sh\n" + hook.getValue() + "\n");
    }
    write(folder, "appspec.yml", spec.toString());
  }

  String active() {
    return records.active().map(ActiveRelease::release).orElse("nothing");
  }

  /** Waits for a deployment. */
  DeploymentStatus await(String deployment) {
    return Awaitility.await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK_AGAIN)
        .until(
            () -> deployments.deployment(deployment).orElseThrow(),
            status -> status.state() != DeploymentStatus.State.RUNNING);
  }

  @Override
  public void close() throws IOException {
    deployments.stop();
    agent.close();
  }
}
