package dev.turbine.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The main process of a running PostgreSQL.
 *
 * @param port where it listens
 * @param ready whether it accepts connections, and is neither starting nor stopping
 */
record Postmaster(ProcessHandle process, int port, boolean ready) {
  private static final String FILE = "postmaster.pid";
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
