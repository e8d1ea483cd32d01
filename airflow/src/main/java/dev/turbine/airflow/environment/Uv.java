package dev.turbine.airflow.environment;

import dev.turbine.airflow.process.Command;
import dev.turbine.airflow.process.Command.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The installed uv, with pip's settings as its own.
 *
 * @param executable its path
 * @param environment the variables that it runs with
 */
record Uv(Path executable, Map<String, String> environment) {
  private static final Duration CREATE_TIMEOUT = Duration.ofMinutes(2);
  private static final Duration INSTALL_TIMEOUT = Duration.ofMinutes(15);

  /**
   * Makes uv's own environment with pip, whose settings lead to the package index.
   *
   * @param lock uv's hashed lock
   * @param target an existing, empty folder
   * @param log gets all output
   */
  static void install(
      PythonInterpreter python, String lock, Path target, Path log, Map<String, String> environment)
      throws InterruptedException {
    Path locked = target.resolve("uv.txt");
    writeString(locked, lock);
    String venv = target.resolve("venv").toString();
    List<String> create = List.of(python.path().toString(), "-m", "venv", venv);
    run(create, environment, target, log).orFail("making an environment for uv");
    List<String> install =
        List.of(
            venv + "/bin/python",
            "-m",
            "pip",
            "install",
            "--no-input",
            "--disable-pip-version-check",
            "--require-hashes",
            "--only-binary=:all:",
            "--requirement",
            locked.toString());
    run(install, environment, target, log).orFail("installing uv");
  }

  /** The uv that {@link #install} made in a folder. */
  static Uv in(Path folder, Map<String, String> environment) throws InterruptedException {
    Path bin = folder.resolve("venv/bin");
    List<String> list = List.of(bin.resolve("python").toString(), "-m", "pip", "config", "list");
    Output settings = new Command(list, environment, folder, CREATE_TIMEOUT).run();
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(PipSettings.toUv(settings.standardOutput(), environment));
    all.put("NO_COLOR", "1");
    all.put("UV_NO_PROGRESS", "1");
    return new Uv(bin.resolve("uv"), Map.copyOf(all));
  }

  /** Whether {@link #install} is complete in a folder and its Python is still there. */
  static boolean isIn(Path folder) {
    return Files.isExecutable(folder.resolve("venv/bin/uv"))
        && Files.isExecutable(folder.resolve("venv/bin/python"));
  }

  /** Resolves requirements files of {@code folder} for one Python into a hashed lock. */
  Result compile(PythonInterpreter python, Path folder, Path log, List<String> sources, String lock)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("pip", "compile", "--quiet"));
    arguments.addAll(List.of("--generate-hashes", "--no-annotate", "--no-header"));
    arguments.addAll(List.of("--no-emit-index-url", "--no-python-downloads"));
    arguments.addAll(List.of("--python", python.path().toString(), "--output-file", lock));
    arguments.addAll(sources);
    return run(arguments, folder, log);
  }

  /** Makes an empty environment. */
  Result create(PythonInterpreter python, Path environment, Path log) throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("venv", "--quiet", "--no-python-downloads"));
    arguments.addAll(List.of("--python", python.path().toString(), environment.toString()));
    return run(arguments, environment.resolveSibling("."), log);
  }

  /** Installs a lock into an environment, byte-compiled. */
  Result install(Path environment, Path lock, boolean hashed, Path log)
      throws InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("pip", "install", "--quiet", "--no-deps"));
    arguments.addAll(List.of("--compile-bytecode", "--no-python-downloads"));
    if (hashed) {
      arguments.add("--require-hashes");
    }
    arguments.addAll(List.of("--python", environment.resolve("bin/python").toString()));
    arguments.addAll(List.of("--requirements", lock.toString()));
    return run(arguments, environment.resolveSibling("."), log);
  }

  /**
   * How a run ended.
   *
   * @param succeeded whether the exit code is 0
   * @param said all that it wrote
   * @param log where that stands, with what came before
   */
  record Result(boolean succeeded, String said, Path log) {
    /** Throws what went wrong, if anything did, in words. */
    void orFail(String step) {
      if (!succeeded) {
        throw UvFailure.of(step, said, log);
      }
    }
  }

  private Result run(List<String> arguments, Path directory, Path log) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(executable.toString()));
    all.addAll(arguments);
    return run(all, environment, directory, log);
  }

  private static Result run(
      List<String> arguments, Map<String, String> environment, Path directory, Path log)
      throws InterruptedException {
    try {
      writeString(log, "$ " + String.join(" ", arguments) + "\n");
      long start = Files.size(log);
      int exitCode = new Command(arguments, environment, directory, INSTALL_TIMEOUT).run(log);
      byte[] all = Files.readAllBytes(log);
      String said = new String(all, (int) start, all.length - (int) start, StandardCharsets.UTF_8);
      return new Result(exitCode == 0, said, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void writeString(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
