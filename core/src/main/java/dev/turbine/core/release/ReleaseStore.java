package dev.turbine.core.release;

import java.nio.file.Path;
import java.util.List;

/**
 * Where releases are kept, each as one archive and its manifest. Safe for several programs at once:
 * a release is listed when it is complete and not before.
 *
 * <p>All methods throw a {@link dev.turbine.core.TurbineException} when the store does not answer.
 */
public interface ReleaseStore {
  /**
   * Keeps a release. When it is there already, nothing is sent: the first archive and manifest
   * stay.
   *
   * @param archive a file; it may be deleted afterwards
   * @return whether it was new
   * @throws dev.turbine.core.TurbineException if the archive cannot be read
   */
  boolean put(Path archive, Manifest manifest);

  /** Whether a release is there, as a whole. */
  boolean has(ReleaseId id);

  /**
   * Copies a release's archive to a file, which is replaced as a whole or, at a failure, left as it
   * was.
   *
   * @param file its folder must exist
   * @throws dev.turbine.core.TurbineException naming the release, if it is not in the store
   */
  void fetch(ReleaseId id, Path file);

  /** The manifests of all complete releases, the newest first. */
  List<Manifest> list();

  /** Forgets a release; nothing happens when it is not there. */
  void delete(ReleaseId id);
}
