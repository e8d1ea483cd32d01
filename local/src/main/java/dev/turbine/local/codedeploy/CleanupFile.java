package dev.turbine.local.codedeploy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers what an installation has put on the machine, one absolute path in each line, so that
 * the next can take it away. A path is written before anything is done at it: an installation that
 * was cut off left nothing that is not written here.
 *
 * @param file need not exist
 * @param root of the paths
 * @param wastebasket takes the files
 */
record CleanupFile(Path file, TargetRoot root, Wastebasket wastebasket) {
  /** Where an installation writes its paths. */
  record Journal(FileChannel channel) implements AutoCloseable {
    /** Remembers a path; from then on it survives the end of this process. */
    void add(String path) throws IOException {
      ByteBuffer line = StandardCharsets.UTF_8.encode(path + "\n");
      while (line.hasRemaining()) {
        channel.write(line);
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  /** Begins anew. */
  Journal begin() throws IOException {
    return new Journal(
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING));
  }

  /**
   * Removes what is remembered, in reverse, and forgets it. Folders that hold anything else stay.
   *
   * @return where files are now, by their paths
   */
  Map<String, Path> undo() throws IOException {
    Map<String, Path> removed = new HashMap<>();
    for (String path : paths().reversed()) {
      remove(path).ifPresent(place -> removed.put(path, place));
    }
    Files.deleteIfExists(file);
    return removed;
  }

  private List<String> paths() throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException nothingInstalled) {
      return List.of();
    }
    // What follows the last line's end was cut off before anything was done at it.
    return new ArrayList<>(text.substring(0, text.lastIndexOf('\n') + 1).lines().toList());
  }

  private Optional<Path> remove(String path) throws IOException {
    Path gone = root.resolve(path);
    if (!Files.exists(gone, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    root.resolveWithin(path);
    Path folder = gone.getParent();
    if (Files.isWritable(folder)) {
      return delete(gone);
    }
    // The agent is root, whom no mode keeps from deleting.
    Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder);
    Set<PosixFilePermission> writable = EnumSet.copyOf(mode);
    writable.addAll(EnumSet.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
    Files.setPosixFilePermissions(folder, writable);
    try {
      return delete(gone);
    } finally {
      Files.setPosixFilePermissions(folder, mode);
    }
  }

  private Optional<Path> delete(Path gone) throws IOException {
    if (!Files.isDirectory(gone, LinkOption.NOFOLLOW_LINKS)) {
      return wastebasket.take(gone);
    }
    try {
      Files.delete(gone);
    } catch (DirectoryNotEmptyException holdsWhatOthersMade) {
      // It stays.
    }
    return Optional.empty();
  }
}
