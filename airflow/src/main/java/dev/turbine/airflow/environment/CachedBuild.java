package dev.turbine.airflow.environment;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A folder of the cache that is made once and then only read.
 *
 * <p>{@code folder} holds {@code ready}, a file with the name of the subfolder that is complete; it
 * appears by a rename after everything else. Each attempt builds in a subfolder of its own, at its
 * final path: virtual environments cannot be moved, and the programs of an attempt whose JVM was
 * killed may go on writing for a while, but nobody will ever use what they write. Among processes
 * and threads, one builds while the others wait for the lock on {@code lock}. When {@code ready}
 * was written is when the build was last asked for: what nobody asks for can go.
 *
 * @param folder where, named by a hash of all that the content depends on
 * @param usable whether a complete subfolder still works
 */
record CachedBuild(Path folder, Predicate<Path> usable) {
  /** Longer than the longest build: whoever holds the lock longer is stuck. */
  private static final Duration LOCK_TIMEOUT = Duration.ofMinutes(40);

  private static final Duration LOCK_INTERVAL = Duration.ofMillis(100);

  /** Fills an empty folder that exists. */
  interface Builder {
    void build(Path target) throws InterruptedException;
  }

  /** The complete subfolder, if there is one that works. */
  Optional<Path> ready() {
    Path marker = folder.resolve("ready");
    if (Files.notExists(marker)) {
      return Optional.empty();
    }
    try {
      return Optional.of(folder.resolve(Files.readString(marker).strip())).filter(usable);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The complete subfolder, built now when there is none that works.
   *
   * @param waiting told once when another process or thread is building
   */
  Path obtain(Runnable waiting, Builder builder) throws InterruptedException {
    Optional<Path> ready = ready();
    if (ready.isPresent() && keep()) {
      return ready.get();
    }
    createFolders(folder);
    // Closing the channel releases the lock, as the end of the process does.
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock(channel, waiting);
      Optional<Path> byAnother = ready();
      return byAnother.isPresent() ? byAnother.get() : build(builder);
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "Cannot write to the cache folder %s: %s".formatted(folder, e), e);
    }
  }

  /**
   * Notes that somebody uses it now.
   *
   * @return whether it is still there
   */
  boolean keep() {
    try {
      Files.setLastModifiedTime(folder.resolve("ready"), FileTime.from(Instant.now()));
      return true;
    } catch (NoSuchFileException removed) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** When somebody used it last; empty when it is not there. */
  Optional<Instant> used() {
    try {
      return Optional.of(Files.getLastModifiedTime(folder.resolve("ready")).toInstant());
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Removes it, with what unfinished attempts left, unless it is used meanwhile or another process
   * or thread is at it. The lock stays: others may wait for it.
   *
   * @param unusedSince from this moment on
   * @return whether something was removed
   */
  boolean remove(Instant unusedSince) {
    Path ready = folder.resolve("ready");
    Path leaving = folder.resolve("leaving");
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (!tryLock(channel)) {
        return false;
      }
      if (Files.exists(ready)) {
        // Nobody finds it any more; who found it before has noted that it is used.
        Files.move(ready, leaving, StandardCopyOption.ATOMIC_MOVE);
        if (Files.getLastModifiedTime(leaving).toInstant().isAfter(unusedSince)) {
          Files.move(leaving, ready, StandardCopyOption.ATOMIC_MOVE);
          return false;
        }
      }
      boolean removed = deleteBuilds();
      Files.deleteIfExists(leaving);
      return removed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path build(Builder builder) throws IOException, InterruptedException {
    Files.deleteIfExists(folder.resolve("ready"));
    deleteBuilds();
    Path target = folder.resolve("build-" + UUID.randomUUID().toString().substring(0, 8));
    Files.createDirectory(target);
    boolean complete = false;
    try {
      builder.build(target);
      write(folder.resolve("ready"), target.getFileName() + "\n");
      complete = true;
      return target;
    } finally {
      if (!complete) {
        deleteTree(target);
      }
    }
  }

  private void lock(FileChannel channel, Runnable waiting)
      throws IOException, InterruptedException {
    long attempts = LOCK_TIMEOUT.dividedBy(LOCK_INTERVAL);
    for (long attempt = 0; attempt < attempts; attempt++) {
      if (tryLock(channel)) {
        return;
      }
      if (attempt == 0) {
        waiting.run();
      }
      Thread.sleep(LOCK_INTERVAL);
    }
    throw new TurbineException(
        Category.MACHINE,
        "Another process has held %s for %d minutes. End that process and try again."
            .formatted(folder.resolve("lock"), LOCK_TIMEOUT.toMinutes()));
  }

  private static boolean tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // Another thread of this JVM has it.
    }
  }

  /**
   * What an attempt left that did not reach its end; a program of it may still be writing there.
   */
  private boolean deleteBuilds() throws IOException {
    boolean any = false;
    try (Stream<Path> children = Files.list(folder)) {
      for (Path child : children.toList()) {
        if (child.getFileName().toString().startsWith("build-")) {
          deleteTree(child);
          any = true;
        }
      }
    }
    return any;
  }

  private static void deleteTree(Path tree) {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // Left for the next build of this folder: nothing ever reads it.
    }
  }

  /** Makes folders that only their owner can enter: locks may name private indexes. */
  static void createFolders(Path folder) {
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE,
          "Cannot make the cache folder %s: %s. Set XDG_CACHE_HOME to a folder that you can write."
              .formatted(folder, e),
          e);
    }
  }

  /** Writes a file so that a reader sees all of it or nothing. */
  static void write(Path file, String text) {
    try {
      Path part = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".part");
      Files.writeString(part, text);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "Cannot write the cache file %s: %s".formatted(file, e), e);
    }
  }
}
