package dev.turbine.local.process;

import dev.turbine.local.file.FileTree;
import dev.turbine.local.process.Script.Lines;
import dev.turbine.local.process.Script.Output;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Both outputs of a program as named pipes. The JDK's own pipes end with the program, no matter who
 * else holds them; these tell when the last one let go.
 */
final class OutputPipes implements AutoCloseable {
  private static final Duration DRAIN_LIMIT = Duration.ofMillis(500);

  private final Path folder;
  private final Map<Output, FileChannel> readers = new EnumMap<>(Output.class);

  /** Hold the pipes open until the program has them, so that nobody waits for the other to open. */
  private final List<FileChannel> keepers = new ArrayList<>();

  private final Map<Output, CompletableFuture<Void>> ends = new EnumMap<>(Output.class);

  private OutputPipes(Path folder) {
    this.folder = folder;
  }

  /** Makes the pipes and hands on what is written to them. */
  static OutputPipes open(Lines lines) throws IOException {
    OutputPipes pipes = new OutputPipes(Files.createTempDirectory("turbine-output-"));
    try {
      Object oneAtATime = new Object();
      for (Output output : Output.values()) {
        Path pipe = NamedPipe.create(pipes.file(output));
        pipes.keepers.add(
            FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE));
        FileChannel reader = FileChannel.open(pipe, StandardOpenOption.READ);
        pipes.readers.put(output, reader);
        LineSplitter splitter =
            new LineSplitter(line -> {
              synchronized (oneAtATime) {
                lines.line(output, line);
              }
            });
        pipes.ends.put(output, read(reader, splitter, "output-" + output));
      }
      return pipes;
    } catch (IOException | RuntimeException e) {
      pipes.close();
      throw e;
    }
  }

  private static CompletableFuture<Void> read(
      FileChannel reader, LineSplitter splitter, String name) {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try (reader) {
            splitter.split(
                new InputStreamReader(Channels.newInputStream(reader), StandardCharsets.UTF_8));
            end.complete(null);
          } catch (IOException | RuntimeException e) {
            end.completeExceptionally(e);
          }
        });
    return end;
  }

  /** Where the program has to write. */
  Path file(Output output) {
    return folder.resolve(output.name());
  }

  /** Leaves the pipes to the program, which has opened them. */
  void release() throws IOException {
    for (FileChannel keeper : keepers) {
      keeper.close();
    }
  }

  /**
   * Waits until nobody holds the output any more and all lines were handed on.
   *
   * @param atMost how long; nothing and less look only
   * @return whether that is so
   */
  boolean awaitEnd(Output output, Duration atMost) throws InterruptedException, IOException {
    CompletableFuture<Void> end =
        ends.getOrDefault(output, CompletableFuture.completedFuture(null));
    try {
      end.get(Math.max(0, atMost.toNanos()), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException stillOpen) {
      return false;
    } catch (ExecutionException e) {
      throw new IOException("reading the output failed", e.getCause());
    }
  }

  /** Reads what programs that were ended have left; not from one that left the session. */
  void drain() throws IOException {
    boolean interrupted = Thread.interrupted();
    for (Output output : Output.values()) {
      try {
        awaitEnd(output, DRAIN_LIMIT);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Stops reading: what is still written to the pipes is lost. */
  @Override
  public void close() throws IOException {
    release();
    for (FileChannel reader : readers.values()) {
      reader.close();
    }
    FileTree.delete(folder);
  }
}
