package dev.turbine.infrastructure;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs that check the templates, installed below target/ from hashed locks: once for each lock,
 * and again when it changes.
 */
final class Tools {
  private static final Path SOURCES = Repository.module().resolve("src/test/tools");
  private static final Path INSTALLED = Repository.module().resolve("target/tools");
  private static final Duration INSTALLATION = Duration.ofMinutes(5);
  private static final List<String> PYTHONS =
      List.of("python3.11", "python3.12", "python3.13", "python3");
  private static final String PROBE =
      "import ensurepip, sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))";

  private Tools() {}

  private interface Installation {
    void run() throws Exception;
  }

  /** What a program left behind. */
  record Output(int exitCode, String text) {}

  /** The folder of a Python environment's programs. */
  static synchronized Path python(String lock) throws Exception {
    Path requirements = SOURCES.resolve(lock + ".txt");
    Path folder = INSTALLED.resolve(lock + "-" + hash(requirements));
    once(
        folder,
        () -> {
          Path uv = folder.resolve("uv");
          succeed(INSTALLATION, interpreter(), "-m", "venv", uv.toString());
          succeed(
              INSTALLATION,
              uv.resolve("bin/pip").toString(),
              "install",
              "--quiet",
              "--require-hashes",
              "--requirement",
              SOURCES.resolve("uv.txt").toString());
          String program = uv.resolve("bin/uv").toString();
          Path environment = folder.resolve("venv");
          succeed(
              INSTALLATION,
              program,
              "venv",
              "--quiet",
              "--clear",
              "--no-config",
              "--python",
              uv.resolve("bin/python").toString(),
              environment.toString());
          succeed(
              INSTALLATION,
              program,
              "pip",
              "install",
              "--quiet",
              "--require-hashes",
              "--python",
              environment.resolve("bin/python").toString(),
              "--requirement",
              requirements.toString());
        });
    return folder.resolve("venv/bin");
  }

  /** A folder with the packages of src/test/node. */
  static synchronized Path node() throws Exception {
    Path sources = Repository.module().resolve("src/test/node");
    Path folder = INSTALLED.resolve("node-" + hash(sources.resolve("package-lock.json")));
    once(
        folder,
        () -> {
          for (String name : List.of("package.json", "package-lock.json")) {
            Files.copy(
                sources.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
          }
          succeed(
              INSTALLATION,
              "npm",
              "ci",
              "--ignore-scripts",
              "--no-audit",
              "--no-fund",
              "--prefix",
              folder.toString());
        });
    return folder;
  }

  /** Other processes run tests at the same time. */
  private static void once(Path folder, Installation installation) throws Exception {
    Files.createDirectories(folder);
    try (FileChannel lock =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = lock.lock()) {
      Path complete = folder.resolve("complete");
      if (!Files.exists(complete)) {
        installation.run();
        Files.createFile(complete);
      }
    }
  }

  /** Runs a program to its end and returns all that it wrote. */
  static Output run(Duration limit, List<String> command) throws Exception {
    Path output = Files.createTempFile("turbine-", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(Repository.root().toFile())
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
          throw new AssertionError(command.getFirst() + " did not end within " + limit);
        }
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      return new Output(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  private static void succeed(Duration limit, String... command) throws Exception {
    Output output = run(limit, List.of(command));
    if (output.exitCode() != 0) {
      throw new AssertionError(String.join(" ", command) + ":\n" + output.text());
    }
  }

  private static String interpreter() throws Exception {
    List<String> tried = new ArrayList<>();
    for (String python : PYTHONS) {
      try {
        if (run(Duration.ofSeconds(10), List.of(python, "-c", PROBE)).exitCode() == 0) {
          return python;
        }
        tried.add(python);
      } catch (IOException e) {
        tried.add(e.getMessage());
      }
    }
    throw new AssertionError(
        "No Python 3.11, 3.12 or 3.13 with venv on PATH, which the checks run on: " + tried);
  }

  private static String hash(Path file) throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256")
            .digest(Files.readString(file).getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(digest, 0, 6);
  }
}
