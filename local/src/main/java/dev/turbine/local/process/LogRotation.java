package dev.turbine.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Keeps the logs of a folder small: a log that has grown beyond the limit is copied to {@code
 * NAME.log.1}, earlier copies move on, and the log itself is emptied.
 *
 * <p>Copied and emptied rather than renamed: the processes that append to it hold the file open and
 * outlive the daemon. Lines written between the two are lost.
 *
 * @param folder holds the logs, {@code *.log}
 * @param limit in bytes
 * @param copies how many old copies of a log are kept, at least 1
 */
public record LogRotation(Path folder, long limit, int copies) {
  /** Looks at every log once. */
  public void rotate() {
    try (DirectoryStream<Path> logs = Files.newDirectoryStream(folder, "*.log")) {
      for (Path log : logs) {
        if (Files.size(log) > limit) {
          rotate(log);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void rotate(Path log) throws IOException {
    for (int number = copies - 1; number >= 1; number--) {
      if (Files.exists(copy(log, number))) {
        Files.move(copy(log, number), copy(log, number + 1), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Files.copy(log, copy(log, 1), StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel emptied = FileChannel.open(log, StandardOpenOption.WRITE)) {
      emptied.truncate(0);
    }
  }

  private static Path copy(Path log, int number) {
    return log.resolveSibling(log.getFileName() + "." + number);
  }
}
