package dev.turbine.local.codedeploy;

import dev.turbine.local.file.FileTree;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes what a deployment removes, until it is over. Most files of a revision are those of the one
 * before: to move one away and back takes microseconds, to write one and delete another takes
 * milliseconds on some disks.
 *
 * @param folder there while something is in it
 */
record Wastebasket(Path folder) {
  /**
   * Removes a file, or a folder with all that is in it.
   *
   * @return where it is now; empty if it had to be deleted, being on another file system
   */
  Optional<Path> take(Path gone) throws IOException {
    Files.createDirectories(folder);
    Path place = folder.resolve(UUID.randomUUID().toString());
    try {
      Files.move(gone, place, StandardCopyOption.ATOMIC_MOVE);
      return Optional.of(place);
    } catch (AtomicMoveNotSupportedException onAnotherFileSystem) {
      FileTree.delete(gone);
      return Optional.empty();
    }
  }

  /**
   * Puts a file that was removed where a copy of another is to be, if it is such a copy: of the
   * same content, owner, mode and time.
   *
   * @param removed need not exist
   * @param granted bits of the mode that a copy has and the original may not have
   * @param target whatever is there is replaced
   * @return whether it was
   */
  static boolean putBack(Path removed, Path original, int granted, Path target) throws IOException {
    if (!Files.isRegularFile(removed, LinkOption.NOFOLLOW_LINKS)
        || !Files.isRegularFile(original, LinkOption.NOFOLLOW_LINKS)
        || !attributes(removed, 0).equals(attributes(original, granted))
        || Files.mismatch(removed, original) >= 0) {
      return false;
    }
    Files.move(removed, target, StandardCopyOption.ATOMIC_MOVE);
    return true;
  }

  private static Map<String, Object> attributes(Path file, int granted) throws IOException {
    Map<String, Object> attributes =
        new HashMap<>(Files.readAttributes(file, "unix:mode,uid,gid,size,lastModifiedTime"));
    attributes.computeIfPresent("mode", (_, mode) -> (Integer) mode | granted);
    return attributes;
  }

  /** Deletes what was taken and not put back. */
  void empty() throws IOException {
    FileTree.delete(folder);
  }
}
