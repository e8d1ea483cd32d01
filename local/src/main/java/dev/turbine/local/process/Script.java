package dev.turbine.local.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A program of a person's that leads a session of its own, so that it ends with all it started, and
 * whose output is handed on line by line. Its input is empty.
 *
 * @param file an executable file, absolute; one without {@code #!} is run by the shell
 * @param environment the complete environment, but for what a shell adds; nothing is inherited
 * @param directory where it runs
 */
public record Script(Path file, Map<String, String> environment, Path directory) {
  /** How long a script may take to leave after it was asked to. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** Waits for the word to begin: until then, the end of its input is its end. */
  private static final String GATE = "read -r go && exec \"$0\" </dev/null";

  /** Copies the environment. */
  public Script {
    environment = Map.copyOf(environment);
  }

  /** One of a program's two outputs. */
  public enum Output {
    /** Standard output. */
    STDOUT,
    /** Standard error. */
    STDERR
  }

  /** Takes lines, from threads of their own, but one at a time. */
  @FunctionalInterface
  public interface Lines {
    /**
     * Takes a line.
     *
     * @param line decoded as UTF-8, without its end
     */
    void line(Output output, String line);
  }

  /** How a script came to its end. */
  public sealed interface End {
    /**
     * It ended, and nobody holds its outputs any more.
     *
     * @param exitCode 0 to 255; 128 + n when signal n ended it
     */
    record Exited(int exitCode) implements End {}

    /** It did not end in time, and was ended with all that it started. */
    record TimedOut() implements End {}

    /**
     * It ended, but what it started kept an output open until the time was over, and was ended.
     *
     * @param output the first of those
     */
    record OutputLeftOpen(Output output) implements End {}
  }

  /**
   * Runs it to its end. What it leaves running with outputs of its own goes on.
   *
   * @param timeout after which it and all that it started are ended; positive
   * @param lines takes its output
   * @param started is told its process before the script does anything, to write it down: the
   *     script outlives a Java that is killed
   * @throws TurbineException MACHINE when it cannot be started
   * @throws InterruptedException when the caller is interrupted; the script is ended first
   */
  public End run(Duration timeout, Lines lines, Consumer<ProcessIdentity> started)
      throws InterruptedException {
    try (OutputPipes pipes = OutputPipes.open(lines)) {
      long deadline = System.nanoTime() + timeout.toNanos();
      Process process = start(pipes);
      // Empty when it is gone already; then there is nothing to write down.
      Optional<ProcessIdentity> identity = ProcessIdentity.of(process.pid());
      boolean ended = false;
      try {
        pipes.release();
        identity.ifPresent(started);
        begin(process);
        End end = await(process, pipes, deadline);
        ended = end instanceof End.Exited;
        return end;
      } finally {
        if (!ended) {
          end(process, identity);
          pipes.drain();
        }
      }
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "Cannot run %s in %s: %s".formatted(file, directory, e), e);
    }
  }

  private Process start(OutputPipes pipes) throws IOException {
    List<String> arguments = new ArrayList<>(SessionLauncher.find().arguments());
    arguments.addAll(List.of("/bin/sh", "-c", GATE, file.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(arguments)
            .directory(directory.toFile())
            .redirectOutput(Redirect.to(pipes.file(Output.STDOUT).toFile()))
            .redirectError(Redirect.to(pipes.file(Output.STDERR).toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static void begin(Process process) {
    try (OutputStream gate = process.getOutputStream()) {
      gate.write("go\n".getBytes(StandardCharsets.UTF_8));
    } catch (IOException endedAlready) {
      // Its exit code tells.
    }
  }

  private static End await(Process process, OutputPipes pipes, long deadline)
      throws InterruptedException, IOException {
    if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
      return new End.TimedOut();
    }
    for (Output output : Output.values()) {
      if (!pipes.awaitEnd(output, Duration.ofNanos(deadline - System.nanoTime()))) {
        return new End.OutputLeftOpen(output);
      }
    }
    return new End.Exited(process.exitValue());
  }

  private static void end(Process process, Optional<ProcessIdentity> identity) {
    boolean interrupted = Thread.interrupted();
    if (process.isAlive()) {
      Signal.TERM.sendToGroup(process.pid());
      interrupted |= !awaitEnd(process);
    }
    identity.ifPresent(Session::killAll);
    process.destroyForcibly();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits a moment; whether without being interrupted. */
  private static boolean awaitEnd(Process process) {
    try {
      process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
