package dev.turbine.local.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The Python process that has imported Airflow once and forks every service from itself.
 *
 * <p>Starting it costs the imports, a fork well under a second. When it dies its children live on,
 * and the next start makes a new one.
 */
public final class PythonParent implements AutoCloseable {
  /** Imports take 2 s on two idle cores; a cold and busy machine is allowed far more. */
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

  private final ProcessBuilder builder;
  private final Path log;
  private Process process;
  private ForkProtocol protocol;
  private boolean closed;

  /**
   * Starts the parent; its imports go on while this returns.
   *
   * @param python the interpreter of the environment
   * @param environment the complete environment, which every child inherits
   * @param directory where children start
   * @param log takes what the parent itself prints
   * @throws TurbineException if the interpreter cannot be started
   */
  public PythonParent(Path python, Map<String, String> environment, Path directory, Path log) {
    this.log = log;
    builder =
        new ProcessBuilder(python.toString(), "-m", "turbine_airflow.parent")
            .directory(directory.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().clear();
    builder.environment().putAll(environment);
    process = launch();
    protocol = new ForkProtocol(process);
  }

  private Process launch() {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "Cannot start Python: " + e.getMessage() + ".", e);
    }
  }

  /**
   * Forks a child that runs {@code airflow} with the arguments.
   *
   * @param name what the child is called in messages
   * @param extra environment variables of this child only
   * @param output the file that its output is appended to
   * @throws TurbineException if the child does not come into being
   */
  public RunningProcess start(
      String name, List<String> arguments, Map<String, String> extra, Path output)
      throws InterruptedException {
    return start(name, "airflow", arguments, extra, output);
  }

  /**
   * Forks a child that imports a folder's DAGs; it ends when the parent does.
   *
   * @param dags the {@code dags/} of a project
   * @param report the file that {@code turbine_airflow.parse} writes
   * @param output the file that what it prints is appended to
   * @throws TurbineException if the child does not come into being
   */
  public RunningProcess parse(Path dags, Path report, Path output) throws InterruptedException {
    return start(
        "the import of the DAGs",
        "parse",
        List.of(dags.toString(), report.toString()),
        Map.of(),
        output);
  }

  private RunningProcess start(
      String name, String program, List<String> arguments, Map<String, String> extra, Path output)
      throws InterruptedException {
    try {
      return request(name, program, arguments, extra, output)
          .get(START_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw notStarted(name, "no answer within " + START_LIMIT.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw notStarted(name, String.valueOf(e.getCause()), e);
    }
  }

  private synchronized CompletableFuture<RunningProcess> request(
      String name, String program, List<String> arguments, Map<String, String> extra, Path output) {
    if (closed) {
      throw new TurbineException(Category.STATE, name + " is not started: the stack is stopping.");
    }
    if (!process.isAlive()) {
      process = launch();
      protocol = new ForkProtocol(process);
    }
    return protocol.start(name, program, arguments, extra, output);
  }

  private TurbineException notStarted(String name, String reason, Exception cause) {
    return new TurbineException(
        Category.FAILED,
        "The Python parent did not start " + name + ": " + reason + ". Its log is " + log + ".",
        cause);
  }

  /** Ends the parent; its children live on. */
  @Override
  public synchronized void close() {
    closed = true;
    process.destroy();
    try {
      if (!process.waitFor(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
