package dev.turbine.local.deployment;

import dev.turbine.airflow.release.StagedRelease;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.codedeploy.LocalDeployment;
import dev.turbine.local.deployment.ReleaseSource.Fetched;
import dev.turbine.local.file.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings releases back to this disk for runs that are bound to them. No hook runs, since a hook
 * would change what the active release uses: what only a hook makes in {@code /airflow} is missing.
 */
final class ReleaseRestoration {
  private static final Logger LOG = System.getLogger(ReleaseRestoration.class.getName());

  private final ReleaseSource source;
  private final LocalDeployment codeDeploy;
  private final Activator activator;
  private final ReleasePruning pruning;
  private final Map<ReleaseId, ReentrantLock> locks = new ConcurrentHashMap<>();

  ReleaseRestoration(
      ReleaseSource source,
      LocalDeployment codeDeploy,
      Activator activator,
      ReleasePruning pruning) {
    this.source = source;
    this.codeDeploy = codeDeploy;
    this.activator = activator;
    this.pruning = pruning;
  }

  /**
   * Brings a release back; who asks while another does waits for the same.
   *
   * @return what was done, in a sentence
   * @throws TurbineException if it is neither here nor in the store, or cannot be used
   */
  String restore(String name) throws InterruptedException {
    if (!ReleaseId.isValid(name)) {
      throw new TurbineException(
          Category.USAGE, "\"%s\" is not a release; expected 16 hex digits".formatted(name));
    }
    ReleaseId id = new ReleaseId(name);
    pruning.keep(id);
    ReentrantLock lock = locks.computeIfAbsent(id, _ -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      if (activator.isComplete(id)) {
        return "release %s is on this disk".formatted(id);
      }
      try (Fetched fetched = source.fetch(id)) {
        if (fetched.staged().isPresent()) {
          layOut(fetched, fetched.staged().get());
        }
      }
      activator.prepare(id, progress -> LOG.log(Level.INFO, progress));
      return "release %s is back on this disk".formatted(id);
    } finally {
      lock.unlock();
    }
  }

  private void layOut(Fetched fetched, StagedRelease staged) throws InterruptedException {
    // Where it goes with the staged release, should this process be killed.
    Path place = staged.revision().resolveSibling("laid-out");
    try {
      Files.createDirectory(place);
      Path root = codeDeploy.layOut(fetched.folder(), place);
      Activator.snapshot(staged, root.resolve("airflow"), Optional.empty());
      FileTree.delete(place);
      boolean _ = staged.commit(fetched.manifest());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
