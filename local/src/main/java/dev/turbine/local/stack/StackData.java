package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that a stack keeps on the disk, as one thing to measure and to delete. Links are never
 * followed.
 *
 * @param directory of the stack; need not exist
 */
public record StackData(StackDirectory directory) {
  /** Whether there is anything. */
  public boolean exists() {
    return Files.exists(directory.root(), LinkOption.NOFOLLOW_LINKS);
  }

  /** Where the folder is a link to another place, that place. */
  public Optional<Path> elsewhere() {
    try {
      return Files.isSymbolicLink(directory.root())
          ? Optional.of(Files.readSymbolicLink(directory.root()))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The size of all files in bytes; of those that may not be read nothing is counted. */
  public long size() {
    AtomicLong size = new AtomicLong();
    try {
      Files.walkFileTree(
          directory.root(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              size.addAndGet(attributes.size());
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return size.get();
  }

  /**
   * Deletes it. No daemon can start meanwhile; processes that a dead one left are stopped first.
   *
   * @param cache the user's cache folder of Turbine
   * @throws TurbineException STATE if a daemon runs or a process cannot be stopped, MACHINE if a
   *     file cannot be deleted; a further call goes on where this one ended
   */
  public void delete(Path cache) throws InterruptedException {
    try {
      if (elsewhere().isPresent()) {
        // What is there may be another's.
        Files.deleteIfExists(directory.root());
        return;
      }
      try (DaemonLock _ = take()) {
        stopSurvivors(cache);
        for (Path child : children()) {
          if (!child.equals(directory.daemonLock())) {
            Files.walkFileTree(child, new Deletion());
          }
        }
        // Last, so that whoever starts meanwhile sees it held.
        Files.delete(directory.daemonLock());
      }
      Files.delete(directory.root());
    } catch (FileSystemException e) {
      throw new TurbineException(
          Category.MACHINE,
          "Cannot delete %s: %s. Make it deletable and try again."
              .formatted(
                  e.getFile(), Optional.ofNullable(e.getReason()).orElse("permission denied")),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DaemonLock take() {
    return DaemonLock.take(directory)
        .orElseThrow(() ->
            new TurbineException(
                Category.STATE,
                "A stack runs on %s. Nothing was deleted.".formatted(directory.root())));
  }

  private void stopSurvivors(Path cache) throws InterruptedException {
    Survivors survivors = Survivors.of(directory);
    if (survivors.any()) {
      survivors.stop(true, cache);
    }
    if (Survivors.of(directory).any()) {
      throw new TurbineException(
          Category.STATE,
          "Processes of the stack in %s do not stop. Nothing was deleted; see turbine doctor."
              .formatted(directory.root()));
    }
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> children = Files.list(directory.root())) {
      return children.toList();
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      if (!Files.isWritable(folder)) {
        // A task may have made it read-only.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
