package dev.turbine.local.codedeploy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.appspec.InstallTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder of this machine that stands for {@code /}. */
final class TargetRoot implements InstallTarget {
  private final Path folder;
  private final Path real;

  /**
   * Looks where the folder is behind all links.
   *
   * @param folder exists
   */
  TargetRoot(Path folder) throws IOException {
    this.folder = folder;
    this.real = folder.toRealPath();
  }

  @Override
  public Kind at(String path) {
    Path file = resolve(path);
    if (Files.isDirectory(file)) {
      return Kind.FOLDER;
    }
    return Files.exists(file) ? Kind.FILE : Kind.NOTHING;
  }

  /** The place of an absolute path on this machine. */
  Path resolve(String path) {
    return folder.resolve(path.substring(1));
  }

  /**
   * The place of an absolute path, of which the folder above exists.
   *
   * @throws TurbineException STATE when a link on the way leads out of this root: nothing outside
   *     may be changed
   */
  Path resolveWithin(String path) throws IOException {
    Path file = resolve(path);
    Path above = file.getParent();
    // What is above the root itself does not count.
    if (above != null && !file.equals(folder)) {
      refuseOutside(path, above);
    }
    return file;
  }

  /** As {@link #resolveWithin}, for what a link at the very end leads to; it must exist. */
  Path resolveFollowing(String path) throws IOException {
    Path file = resolve(path);
    refuseOutside(path, file);
    return file;
  }

  private void refuseOutside(String path, Path existing) throws IOException {
    Path behind = existing.toRealPath();
    if (!behind.startsWith(real)) {
      throw new TurbineException(
          Category.STATE,
          "%s is behind a link to %s, outside of %s, where nothing is changed; remove the link"
              .formatted(path, behind, folder));
    }
  }
}
