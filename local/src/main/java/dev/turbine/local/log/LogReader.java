package dev.turbine.local.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one service's log as it grows. A log that was rotated, which is copied to {@code
 * NAME.log.1} and emptied, is read to its end first; it is noticed by being shorter than what was
 * read of it, so it has to be looked at more often than a log takes to grow to the limit.
 */
final class LogReader {
  private static final int NEWLINE = '\n';

  private final Path log;
  private final LogTimes times;
  private long position;

  /** The lines of the log and of its old copies come first. */
  LogReader(String service, Path log, ZoneId zone) {
    this.log = log;
    this.times = new LogTimes(service, zone);
  }

  /** All lines that are there now, those of the old copies first. */
  List<LogLine> history() {
    List<String> lines = new ArrayList<>();
    for (int number = copies(); number >= 1; number--) {
      lines.addAll(read(copy(number), 0, true).lines);
    }
    lines.addAll(advance(true));
    return times.of(lines, modified());
  }

  /**
   * The complete lines that came since the last call.
   *
   * @param now the time of a line when no line so far bore one
   */
  List<LogLine> news(Instant now) {
    List<String> lines = new ArrayList<>();
    if (size() < position) {
      lines.addAll(read(copy(1), position, true).lines);
      position = 0;
    }
    lines.addAll(advance(false));
    return times.of(lines, now);
  }

  private List<String> advance(boolean incomplete) {
    Part part = read(log, position, incomplete);
    position = part.end;
    return part.lines;
  }

  private int copies() {
    int number = 0;
    while (Files.exists(copy(number + 1))) {
      number++;
    }
    return number;
  }

  private Path copy(int number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }

  private long size() {
    try {
      return Files.size(log);
    } catch (IOException gone) {
      return 0;
    }
  }

  private Instant modified() {
    try {
      return Files.getLastModifiedTime(log).toInstant();
    } catch (IOException gone) {
      return Instant.EPOCH;
    }
  }

  private record Part(List<String> lines, long end) {}

  private static Part read(Path file, long from, boolean incomplete) {
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, channel.size() - from));
      channel.position(from);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      byte[] bytes = buffer.array();
      int length = buffer.position();
      while (!incomplete && length > 0 && bytes[length - 1] != NEWLINE) {
        length--;
      }
      String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
      return new Part(text.lines().toList(), from + length);
    } catch (NoSuchFileException none) {
      return new Part(List.of(), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
