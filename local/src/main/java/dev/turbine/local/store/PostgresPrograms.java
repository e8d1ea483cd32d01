package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import java.io.IOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** PostgreSQL's own programs on one data directory. Each call is bounded in time. */
final class PostgresPrograms {
  private static final Duration INITDB = Duration.ofMinutes(2);

  /** Includes the recovery after a crash. */
  private static final Duration START = Duration.ofMinutes(2);

  private static final Duration FAST_STOP = Duration.ofSeconds(20);
  private static final Duration SLACK = Duration.ofSeconds(10);

  private final Path home;
  private final Path directory;
  private final Path data;

  /**
   * @param home with {@code bin/postgres}
   * @param directory the store's folder, in which {@code data} is the data directory
   */
  PostgresPrograms(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
    this.data = directory.resolve("data");
  }

  /** Makes the data directory, as a whole or not at all. */
  void initialize(String superuserPassword) throws IOException {
    Path fresh = directory.resolve("data.new");
    Path password = directory.resolve("password");
    FileTree.delete(fresh);
    try {
      PrivateFile.write(password, superuserPassword + "\n");
      // The locale is PostgreSQL's own: the machine's locales may be missing or change their order.
      run(
          INITDB,
          "",
          program("initdb"),
          "--pgdata=" + fresh,
          "--username=postgres",
          "--pwfile=" + password,
          "--auth=scram-sha-256",
          "--encoding=UTF8",
          "--locale=C",
          "--locale-provider=builtin",
          "--builtin-locale=C.UTF-8");
    } finally {
      Files.deleteIfExists(password);
    }
    Files.move(fresh, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Starts the server, which outlives this process, and waits until it accepts connections. */
  void start() throws IOException {
    PrivateFile.folder(directory.resolve("log"));
    Path log = directory.resolve("log/start.log");
    Files.deleteIfExists(log);
    control(START, "--log=" + log, "start");
  }

  /** Stops the server: open transactions are rolled back, what was committed is on the disk. */
  void stop() throws IOException {
    try {
      control(FAST_STOP, "--mode=fast", "stop");
    } catch (TurbineException e) {
      // Loses nothing that was committed: the next start recovers it from the log.
      control(SLACK, "--mode=immediate", "stop");
    }
  }

  /** Sets the superuser's password while no server runs; needs no old one. */
  void resetSuperuser(String password) throws IOException {
    run(
        INITDB,
        "ALTER ROLE postgres PASSWORD '" + password.replace("'", "''") + "'\n",
        program("postgres"),
        "--single",
        "-D",
        data.toString(),
        "-c",
        "logging_collector=off",
        "postgres");
  }

  private void control(Duration timeout, String option, String command) throws IOException {
    run(
        timeout.plus(SLACK),
        "",
        program("pg_ctl"),
        "--pgdata=" + data,
        "--wait",
        "--timeout=" + timeout.toSeconds(),
        option,
        command);
  }

  private String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  private void run(Duration timeout, String input, String... command) throws IOException {
    List<String> line = new ArrayList<>(UserNamespace.prefix());
    line.addAll(List.of(command));
    Path output = Files.createTempFile(directory, "output.", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(Redirect.to(output.toFile()));
      // A user's own PGPORT, PGDATA or PGOPTIONS must not reach this server.
      builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      try (Writer typed = process.outputWriter()) {
        typed.write(input);
      }
      if (!waited(process, timeout)) {
        process.destroyForcibly();
        throw failed(command, "did not end within " + timeout.toSeconds() + " seconds", output);
      }
      if (process.exitValue() != 0) {
        throw failed(command, "ended with status " + process.exitValue(), output);
      }
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static boolean waited(Process process, Duration timeout) {
    try {
      return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private TurbineException failed(String[] command, String how, Path output) throws IOException {
    StringBuilder text =
        new StringBuilder("PostgreSQL's ")
            .append(Path.of(command[0]).getFileName())
            .append(' ')
            .append(how)
            .append(". Its data is in ")
            .append(data)
            .append('.');
    for (Path file : List.of(output, directory.resolve("log/start.log"))) {
      if (Files.exists(file)) {
        Files.readString(file).lines().filter(said -> !said.isBlank()).toList().reversed().stream()
            .limit(8)
            .toList()
            .reversed()
            .forEach(said -> text.append("\n  ").append(said));
      }
    }
    return new TurbineException(Category.FAILED, text.toString());
  }
}
