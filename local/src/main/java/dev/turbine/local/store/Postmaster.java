package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The main process of a running PostgreSQL.
 *
 * @param port where it listens
 * @param ready whether it accepts connections, and is neither starting nor stopping
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {
  private static final String FILE = "postmaster.pid";
  private static final Duration ORPHANS_END = Duration.ofSeconds(20);
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /** The process that serves this data directory now, if there is one. */
  static Optional<Postmaster> of(Path data) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(data.resolve(FILE));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    if (lines.size() <= PORT_LINE) {
      return Optional.empty();
    }
    int port = Integer.parseInt(lines.get(PORT_LINE).strip());
    boolean ready = lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(process -> serves(process, data))
        .map(process -> new Postmaster(process, port, ready));
  }

  /**
   * Forgets a process that is gone. PostgreSQL itself refuses to start while any process of the
   * user has the number that the file names, be it a reused one.
   */
  static void forget(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(FILE));
  }

  /**
   * Ends what a postmaster that died left behind, and waits for it. Such a process holds the port
   * and the shared memory until it notices, and no second server may touch the data before.
   */
  static void endOrphans(Path data) {
    List<ProcessHandle> orphans =
        ProcessHandle.allProcesses().filter(process -> serves(process, data)).toList();
    orphans.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture<?> ended =
        CompletableFuture.allOf(
            orphans.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new));
    try {
      ended.get(ORPHANS_END.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      throw new TurbineException(
          Category.FAILED,
          "Processes of a PostgreSQL that was killed do not end: "
              + orphans.stream().map(ProcessHandle::pid).toList()
              + ". They work in "
              + data
              + ".",
          e);
    }
  }

  private static boolean serves(ProcessHandle process, Path data) {
    if (!process.info().command().map(command -> command.endsWith("/postgres")).orElse(false)) {
      return false;
    }
    Path workingFolder = Path.of("/proc", Long.toString(process.pid()), "cwd");
    try {
      // PostgreSQL works in its data directory: another stack's server has another one.
      return !Files.exists(workingFolder) || workingFolder.toRealPath().equals(data.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
