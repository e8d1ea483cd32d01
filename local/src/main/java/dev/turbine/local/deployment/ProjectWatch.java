package dev.turbine.local.deployment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Tells when something in a project's folder was saved: once it has been quiet for a moment, as an
 * editor writes several files, or one in several steps.
 */
public final class ProjectWatch {
  /** Measured: an editor's save is over within some milliseconds, a {@code git checkout} is not. */
  private static final Duration QUIET = Duration.ofMillis(100);

  /** Whoever saves without a pause still sees what he saved. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final Set<String> IGNORED = Set.of("__pycache__", "node_modules", "venv");

  private static final List<WatchEvent.Kind<?>> EVENTS =
      List.of(
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);

  private final Path project;
  private final Runnable saved;
  private final WatchService watcher;
  private final Thread thread;

  /**
   * Watches at once.
   *
   * @param project its folder; of what is below it, folders that begin with a dot, as {@code
   *     .turbine} and {@code .git} do, are not watched
   * @param saved called in a thread of its own, never twice at once
   * @throws UncheckedIOException if the system has no room for another watch
   */
  public ProjectWatch(Path project, Runnable saved) {
    this.project = project;
    this.saved = saved;
    try {
      this.watcher = project.getFileSystem().newWatchService();
      register();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.thread = Thread.ofPlatform().daemon().name("project-watch").start(this::watch);
  }

  private void register() throws IOException {
    Files.walkFileTree(
        project,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            String name = folder.getFileName().toString();
            if (!folder.equals(project) && (name.startsWith(".") || IGNORED.contains(name))) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            folder.register(watcher, EVENTS.toArray(WatchEvent.Kind<?>[]::new));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadableOrGone) {
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void watch() {
    try {
      while (true) {
        drain(watcher.take());
        long latest = System.nanoTime() + LONGEST.toNanos();
        WatchKey next;
        while (System.nanoTime() < latest
            && (next = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS)) != null) {
          drain(next);
        }
        // Before the files are read: what comes into a new folder later is told.
        register();
        saved.run();
      }
    } catch (ClosedWatchServiceException | InterruptedException closed) {
      // Nobody wants to know any more.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void drain(WatchKey key) {
    key.pollEvents();
    key.reset();
  }

  /** Tells nothing any more; a call that is under way is interrupted, and waited for. */
  public void stop() throws InterruptedException {
    try {
      watcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread.interrupt();
    thread.join();
  }
}
