package dev.turbine.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file. */
public final class LogTail {
  /** Enough for the lines that anybody wants to see at once, and quickly read. */
  private static final int BYTES = 64 * 1024;

  private static final int QUOTED_LINES = 15;

  private LogTail() {}

  /** What a message about a failure ends with: where the log is, and its last lines. */
  public static String quote(Path file) {
    return "The last lines of %s:%n%s"
        .formatted(file, String.join("\n", lines(file, QUOTED_LINES)));
  }

  /**
   * The last lines of a file, oldest first.
   *
   * @param atMost how many
   * @return fewer where the file or its last 64 KiB has fewer; none if it cannot be read
   */
  public static List<String> lines(Path file, int atMost) {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      byte[] end = new byte[(int) Math.min(log.length(), BYTES)];
      log.seek(log.length() - end.length);
      log.readFully(end);
      List<String> lines = new String(end, StandardCharsets.UTF_8).lines().toList();
      return lines.subList(Math.max(0, lines.size() - atMost), lines.size());
    } catch (IOException unreadable) {
      return List.of();
    }
  }
}
