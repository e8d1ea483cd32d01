package dev.turbine.local.deployment;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
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
import org.jspecify.annotations.Nullable;

/**
 * Tells when something in a project's folder was saved: once it has been quiet for a moment, as an
 * editor writes several files, or one in several steps. Where the system has no room for another
 * watch, it tells every other second, whether anything was saved or not.
 */
public final class ProjectWatch {
  private static final Logger LOG = System.getLogger(ProjectWatch.class.getName());

  /** Measured: an editor's save is over within some milliseconds, a {@code git checkout} is not. */
  private static final Duration QUIET = Duration.ofMillis(100);

  /** Whoever saves without a pause still sees what he saved. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private static final Duration WITHOUT_WATCH = Duration.ofSeconds(2);

  /** Folders at which a project's own tools work all the time. */
  private static final Set<String> UNSEEN = Set.of(".turbine", ".git");

  private static final Set<String> IGNORED = Set.of("__pycache__", "node_modules", "venv");

  private static final List<WatchEvent.Kind<?>> EVENTS =
      List.of(
          StandardWatchEventKinds.ENTRY_CREATE,
          StandardWatchEventKinds.ENTRY_MODIFY,
          StandardWatchEventKinds.ENTRY_DELETE);

  private final Path project;
  private final Runnable saved;
  private final Thread thread;

  /**
   * Watches at once, and tells once what was saved before.
   *
   * @param project its folder; of what is below it, folders that begin with a dot, as {@code
   *     .turbine} and {@code .git} do, are not watched
   * @param saved called in a thread of its own, never twice at once
   */
  public ProjectWatch(Path project, Runnable saved) {
    this.project = project;
    this.saved = saved;
    this.thread = Thread.ofPlatform().daemon().name("project-watch").start(this::watch);
  }

  private void register(WatchService watcher) throws IOException {
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
            try {
              folder.register(watcher, EVENTS.toArray(WatchEvent.Kind<?>[]::new));
            } catch (NoSuchFileException | NotDirectoryException gone) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException gone) {
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
      try {
        followEvents();
      } catch (IOException | UnsupportedOperationException noRoom) {
        LOG.log(
            Level.WARNING,
            "the system has no watch for {0} ({1}), so it is looked at every {2} s",
            project,
            noRoom.getMessage(),
            WITHOUT_WATCH.toSeconds());
        lookAgainAndAgain();
      }
    } catch (InterruptedException stopped) {
      // Nobody wants to know any more.
    }
  }

  private void followEvents() throws IOException, InterruptedException {
    try (WatchService watcher = project.getFileSystem().newWatchService()) {
      register(watcher);
      tell();
      while (true) {
        boolean relevant = drain(watcher.take());
        long latest = System.nanoTime() + LONGEST.toNanos();
        WatchKey next;
        while (System.nanoTime() < latest
            && (next = watcher.poll(QUIET.toMillis(), TimeUnit.MILLISECONDS)) != null) {
          relevant |= drain(next);
        }
        if (relevant) {
          // Before the files are read: what comes into a new folder later is told.
          register(watcher);
          tell();
        }
      }
    }
  }

  private void lookAgainAndAgain() throws InterruptedException {
    while (true) {
      tell();
      Thread.sleep(WITHOUT_WATCH);
    }
  }

  private void tell() {
    try {
      saved.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "what was saved is not active", e);
    }
  }

  /** Whether any of the events may concern what goes into a release. */
  private static boolean drain(WatchKey key) {
    boolean relevant = false;
    for (WatchEvent<?> event : key.pollEvents()) {
      // Without a context there were too many events to tell.
      relevant |=
          !(event.context() instanceof Path name)
              || !(UNSEEN.contains(name.toString()) || IGNORED.contains(name.toString()));
    }
    key.reset();
    return relevant;
  }

  /** Tells nothing any more; a call that is under way is interrupted, and waited for. */
  public void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
