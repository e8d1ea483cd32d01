package dev.turbine.airflow.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program that is run to its end, at most for {@code timeout}. Its input is empty, so it cannot
 * wait for an answer; its output goes to files, so it cannot block on a full pipe, and a grandchild
 * that keeps the output open cannot block us.
 *
 * @param arguments the program and its arguments; only the program appears in errors, but every
 *     user of the machine can read all of them: no secrets
 * @param environment the complete environment; nothing is inherited
 * @param directory where it runs
 * @param timeout after which it and its descendants are killed; positive
 */
public record Command(
    List<String> arguments, Map<String, String> environment, Path directory, Duration timeout) {
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);

  /** Refuses an empty command and a timeout that is not positive. */
  public Command {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("A command needs a program");
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("The timeout must be positive: " + timeout);
    }
  }

  /**
   * What a program left behind.
   *
   * @param exitCode 0 to 255; 128 + n when signal n ended it
   * @param standardOutput decoded as UTF-8
   * @param standardError decoded as UTF-8
   */
  public record Output(int exitCode, String standardOutput, String standardError) {
    /** Whether the exit code is 0. */
    public boolean succeeded() {
      return exitCode == 0;
    }
  }

  /**
   * Runs it and returns all that it wrote; for programs that write little.
   *
   * @throws TurbineException MACHINE when it cannot be started, FAILED when it takes too long
   * @throws InterruptedException when the caller is interrupted; the program is killed first
   */
  public Output run() throws InterruptedException {
    try {
      Path out = Files.createTempFile("turbine-", ".out");
      Path err = Files.createTempFile("turbine-", ".err");
      try {
        int exitCode = run(Redirect.to(out.toFile()), Redirect.to(err.toFile()));
        return new Output(exitCode, read(out), read(err));
      } finally {
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs it, appends both of its outputs to a file and returns its exit code.
   *
   * @throws TurbineException MACHINE when it cannot be started, FAILED when it takes too long
   * @throws InterruptedException when the caller is interrupted; the program is killed first
   */
  public int run(Path log) throws InterruptedException {
    Redirect appended = Redirect.appendTo(log.toFile());
    return run(appended, appended);
  }

  private int run(Redirect out, Redirect err) throws InterruptedException {
    Process process = start(out, err);
    boolean ended = false;
    try {
      ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      if (!ended) {
        kill(process);
      }
    }
    if (!ended) {
      throw new TurbineException(
          Category.FAILED,
          "%s did not end within %d s and was stopped."
              .formatted(arguments.getFirst(), timeout.toSeconds()));
    }
    return process.exitValue();
  }

  private Process start(Redirect out, Redirect err) {
    ProcessBuilder builder =
        new ProcessBuilder(arguments)
            .directory(directory.toFile())
            .redirectInput(new File("/dev/null"))
            .redirectOutput(out)
            .redirectError(err);
    builder.environment().clear();
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE,
          "Cannot run %s in %s: %s".formatted(arguments.getFirst(), directory, e.getMessage()),
          e);
    }
  }

  private static void kill(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    boolean interrupted = Thread.interrupted();
    try {
      process.waitFor(KILL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static String read(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }
}
