package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.EnvironmentCache;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Says every day which environments the releases on this disk use, and removes those from the cache
 * that no stack has used for long.
 */
public final class EnvironmentUpkeep implements AutoCloseable {
  private static final Logger LOG = System.getLogger(EnvironmentUpkeep.class.getName());
  private static final Duration INTERVAL = Duration.ofDays(1);

  private final ReleaseFolder releases;
  private final EnvironmentCache cache;
  private final Thread thread;

  private EnvironmentUpkeep(ReleaseFolder releases, EnvironmentCache cache) {
    this.releases = releases;
    this.cache = cache;
    this.thread = Thread.ofVirtual().name("environment-upkeep").unstarted(this::run);
  }

  /** Begins at once. */
  public static EnvironmentUpkeep start(ReleaseFolder releases, EnvironmentCache cache) {
    EnvironmentUpkeep upkeep = new EnvironmentUpkeep(releases, cache);
    upkeep.thread.start();
    return upkeep;
  }

  private void run() {
    try {
      while (true) {
        once();
        Thread.sleep(INTERVAL);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void once() {
    try {
      for (ReleaseId release : releases.ids()) {
        Path link = releases.folder(release).resolve(Activator.ENVIRONMENT);
        if (Files.isSymbolicLink(link)) {
          cache.keep(Files.readSymbolicLink(link));
        }
      }
      List<String> removed = cache.prune();
      if (!removed.isEmpty()) {
        LOG.log(
            Level.INFO,
            "removed from the cache, as nobody used them for a month: environments {0}",
            String.join(", ", removed));
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "old environments stay in the cache: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
