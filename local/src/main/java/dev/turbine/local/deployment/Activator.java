package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.StagedRelease;
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
  static final String ENVIRONMENT = "environment";

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

  /** Takes the very first activation back: no release is active then. */
  void withdraw() {
    records.deactivate();
  }

  private void use(ActiveRelease active, Environment python) {
    target.use(python, active.release());
    records.activate(active);
    target.wake();
  }

  private void keep(ReleaseSource.Fetched fetched) {
    // A hook may ask a second time.
    if (fetched.staged().isPresent() && !releases.exists(fetched.manifest().id())) {
      snapshot(
          fetched.staged().get(),
          airflow,
          records.active().map(active -> new ReleaseId(active.release())));
      boolean _ = fetched.staged().get().commit(fetched.manifest());
    }
  }

  /**
   * Copies what is to be a release's {@code /airflow}.
   *
   * @param folder what was deployed as {@code /airflow}
   * @param similar a release with most of the files, if one is known
   */
  static void snapshot(StagedRelease staged, Path folder, Optional<ReleaseId> similar) {
    try {
      // Airflow wants the folder, and a deployment may have brought no DAG.
      Files.createDirectories(folder.resolve(DAGS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    staged.snapshot(folder, similar);
  }

  /** Whether a release is on this disk and can be used. */
  boolean isComplete(ReleaseId id) {
    return releases.exists(id) && Files.exists(releases.folder(id).resolve(ENVIRONMENT));
  }

  /**
   * The environment of a release on this disk, which from now on knows where it is.
   *
   * @param progress told what begins
   */
  Environment prepare(ReleaseId id, Consumer<String> progress) throws InterruptedException {
    Path requirements = releases.airflow(id).resolve(ReleaseEffects.REQUIREMENTS);
    Environment python = environments.prepare(requirements, releases.folder(id), progress);
    Path link = releases.folder(id).resolve(ENVIRONMENT);
    // Somebody else may be preparing the same release.
    Path fresh = releases.folder(id).resolve(ENVIRONMENT + "." + Thread.currentThread().threadId());
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
