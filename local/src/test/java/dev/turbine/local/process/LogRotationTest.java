package dev.turbine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogRotationTest {
  @TempDir private Path folder;

  @Test
  void aLogBeyondTheLimitIsCopiedAndItsWriterGoesOnInTheSameFile() throws IOException {
    Path log = folder.resolve("scheduler.log");
    LogRotation rotation = new LogRotation(folder, 10, 2);
    try (OutputStream writer =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (String line : List.of("first line\n", "second line\n", "third line\n")) {
        writer.write(line.getBytes());
        rotation.rotate();
      }
      writer.write("last\n".getBytes());
      rotation.rotate();
    }
    assertThat(log).hasContent("last\n");
    assertThat(folder.resolve("scheduler.log.1")).hasContent("third line\n");
    assertThat(folder.resolve("scheduler.log.2")).hasContent("second line\n");
    assertThat(folder.resolve("scheduler.log.3")).doesNotExist();
  }

  @Test
  void aTailIsTheLastLinesOldestFirst() throws IOException {
    Path log = folder.resolve("worker-1.log");
    Files.writeString(log, "é\n".repeat(100_000) + "one\ntwo\nthree");
    assertThat(LogTail.lines(log, 2)).containsExactly("two", "three");
    assertThat(LogTail.lines(folder.resolve("none.log"), 2)).isEmpty();
  }
}
