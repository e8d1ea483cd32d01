package dev.turbine.local.deployment;

import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.core.TurbineException;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.ReleaseUse;
import dev.turbine.core.release.Retention;
import dev.turbine.core.release.RunReleases;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Removes releases from this disk that nobody needs any more. The store keeps what it has, and gets
 * what a run that has ended was bound to: its tasks can be cleared.
 */
public final class ReleasePruning {
  private static final Logger LOG = System.getLogger(ReleasePruning.class.getName());
  private static final RunReleases NOT_ASKED = new RunReleases.Known(Set.of());

  private final ReleaseFolder releases;
  private final ReleaseSource source;
  private final ReleaseRecords records;
  private final ReleaseTarget target;
  private final RunsInUse runs;
  private final ReentrantLock one = new ReentrantLock();
  private final Set<ReleaseId> restored = new HashSet<>();

  /** Removes nothing yet. */
  public ReleasePruning(
      ReleaseSource source, ReleaseRecords records, ReleaseTarget target, RunsInUse runs) {
    this.releases = source.releases();
    this.source = source;
    this.records = records;
    this.target = target;
    this.runs = runs;
  }

  /** Keeps a release, also one that comes later, for as long as this process lives. */
  void keep(ReleaseId release) {
    synchronized (restored) {
      restored.add(release);
    }
  }

  /**
   * Removes what nobody needs, after another thread that is at it. Nothing is done if a further one
   * waits for that already: it will see all that is there by then. A release that cannot be removed
   * stays until the next time.
   *
   * @param deployments held while releases go, so that none goes that is about to become active
   */
  void prune(Lock deployments) throws InterruptedException {
    if (one.hasQueuedThreads()) {
      return;
    }
    one.lockInterruptibly();
    try {
      // Airflow is asked only if anything depends on its answer.
      if (removable(NOT_ASKED).isEmpty()) {
        return;
      }
      RunReleases needed = runs.look();
      if (needed instanceof RunReleases.Unknown(String reason)) {
        LOG.log(
            Level.INFO, "no release is removed, because nobody knows what runs need: {0}", reason);
        return;
      }
      Set<ReleaseId> archived = new HashSet<>();
      for (Retention.Remove decision : removable(needed)) {
        if (archive(decision.release())) {
          archived.add(decision.release());
        }
      }
      deployments.lockInterruptibly();
      try {
        removable(needed).stream()
            .filter(decision -> archived.contains(decision.release()))
            .forEach(this::remove);
      } finally {
        deployments.unlock();
      }
    } catch (TurbineException e) {
      LOG.log(Level.WARNING, "releases were not pruned: {0}", e.getMessage());
    } finally {
      one.unlock();
    }
  }

  /** Whether a release can be had from the store from now on, if anybody may ever want it. */
  private boolean archive(ReleaseId release) throws InterruptedException {
    try {
      if (runs.any(release)) {
        source.archive(release);
      }
      return true;
    } catch (TurbineException e) {
      LOG.log(Level.WARNING, "release {0} stays on this disk: {1}", release, e.getMessage());
      return false;
    }
  }

  private List<Retention.Remove> removable(RunReleases needed) {
    Set<ReleaseId> asked;
    synchronized (restored) {
      asked = Set.copyOf(restored);
    }
    Optional<ReleaseId> active = records.active().map(now -> new ReleaseId(now.release()));
    List<ReleaseId> activations =
        records.history().stream().map(past -> new ReleaseId(past.release())).toList();
    Set<ReleaseId> services =
        target.releases().stream()
            .filter(ReleaseId::isValid)
            .map(ReleaseId::new)
            .collect(Collectors.toUnmodifiableSet());
    return new ReleaseUse(active, activations, services, asked, needed)
        .decide(releases.ids()).stream()
            .filter(Retention.Remove.class::isInstance)
            .map(Retention.Remove.class::cast)
            .toList();
  }

  private void remove(Retention.Remove decision) {
    synchronized (restored) {
      if (restored.contains(decision.release())) {
        return;
      }
      releases.delete(decision.release());
    }
    LOG.log(Level.INFO, "removed release {0}: {1}", decision.release(), decision.reason());
  }
}
