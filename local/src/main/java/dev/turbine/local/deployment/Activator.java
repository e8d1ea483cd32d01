package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.core.release.ReleaseEffects;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Makes what lies in {@code /airflow} the active release.
 *
 * @param airflow the folder that stands for {@code /airflow}
 */
public record Activator(
    Path airflow,
    ReleaseFolder releases,
    ReleaseRecords records,
    EnvironmentSource environments,
    ReleaseComparison comparison,
    ReleaseTarget target,
    Clock clock) {
  /** A link to the release's Python environment; {@code turbine_airflow.release} reads it. */
  private static final String ENVIRONMENT = "environment";

  private static final String DAGS = "dags/";

  /**
   * Keeps a snapshot of {@code /airflow} as the release, prepares its environment, and lets new
   * runs use it.
   *
   * @param fetched the revision that {@code /airflow} was made of
   */
  ActiveRelease activate(ReleaseSource.Fetched fetched, DeploymentOrder order)
      throws InterruptedException {
    ReleaseId id = fetched.manifest().id();
    keep(fetched);
    Environment python = prepare(id, progress -> {});
    Optional<ActiveRelease> before = records.active();
    ReleaseEffects effects =
        comparison.effects(before.map(active -> new ReleaseId(active.release())), id);
    List<String> first =
        effects.dagFilesFirst().stream().map(path -> path.substring(DAGS.length())).toList();
    ActiveRelease active =
        new ActiveRelease(
            id.value(), order.cause(), order.by(), order.description(), clock.instant(), first);
    use(active, python);
    return active;
  }

  /** Lets new runs use a release again that was active before. */
  void restore(ActiveRelease active) throws InterruptedException {
    use(active, prepare(new ReleaseId(active.release()), progress -> {}));
  }

  private void use(ActiveRelease active, Environment python) {
    target.use(python, active.release());
    records.activate(active);
    target.wake();
  }

  /** Keeps a snapshot as the release, unless it is kept already. */
  void keep(ReleaseSource.Fetched fetched) {
    fetched
        .staged()
        .ifPresent(staged -> {
          try {
            // Airflow wants the folder, and a deployment may have brought no DAG.
            Files.createDirectories(airflow.resolve(DAGS));
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          staged.snapshot(airflow);
          boolean _ = staged.commit(fetched.manifest());
        });
  }

  /**
   * The environment of a release on this disk, which from now on knows where it is.
   *
   * @param progress told what begins
   */
  Environment prepare(ReleaseId id, Consumer<String> progress) throws InterruptedException {
    Path requirements = releases.airflow(id).resolve(ReleaseEffects.REQUIREMENTS);
    Environment python = environments.prepare(requirements, progress);
    Path link = releases.folder(id).resolve(ENVIRONMENT);
    Path fresh = releases.folder(id).resolve(ENVIRONMENT + ".fresh");
    try {
      Files.deleteIfExists(fresh);
      Files.createSymbolicLink(fresh, python.root());
      Files.move(fresh, link, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return python;
  }
}
