package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A folder that looks to {@code ./turbine} like a clone, with a Maven wrapper that only takes
 * notes.
 */
record Clone(Path folder) {
  /** What a run printed, and how it ended. */
  record Result(int exitCode, String out, String err) {}

  /**
   * A clone without a build. Its wrapper notes each run in {@code built}, then runs {@code script}.
   */
  static Clone in(Path folder, String script) throws IOException {
    Path repository = Repository.ofTheseTests().root();
    Files.createDirectories(folder.resolve(".mvn"));
    Files.createDirectories(folder.resolve("cli/src/main/java"));
    Files.writeString(folder.resolve("pom.xml"), "");
    Files.writeString(folder.resolve("cli/pom.xml"), "");
    Files.copy(
        repository.resolve("turbine"),
        folder.resolve("turbine"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Path wrapper = folder.resolve("mvnw");
    Files.writeString(
        wrapper,
        """
        #!/bin/sh
        echo "$JAVA_HOME $*" >>built
        mkdir -p cli/target/turbine
        %s
        """
            .formatted(script));
    assertThat(wrapper.toFile().setExecutable(true)).isTrue();
    return new Clone(folder);
  }

  /** A clone whose wrapper "builds" by copying what Maven built here. */
  static Clone thatBuilds(Path folder) throws IOException {
    return in(
        folder,
        "cp -Rp '%s' cli/target/turbine/ && touch cli/target/turbine/lib/turbine-cli.jar"
            .formatted(Repository.ofTheseTests().root().resolve("cli/target/turbine/lib")));
  }

  /** The command lines that the wrapper was run with, after the JDK. */
  List<String> builds() throws IOException {
    Path notes = folder.resolve("built");
    return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
  }

  /** Starts {@code ./turbine} with nothing in its environment but what is given. */
  Process start(Map<String, String> environment, Path output, String... arguments)
      throws IOException {
    return start(folder.resolve("turbine"), environment, output, arguments);
  }

  Process start(Path launcher, Map<String, String> environment, Path output, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(output.toFile());
    builder.environment().clear();
    builder.environment().putAll(new HashMap<>(environment));
    return builder
        .redirectOutput(output.resolve("out").toFile())
        .redirectError(output.resolve("err").toFile())
        .start();
  }

  static Result finish(Process process, Path output) throws IOException, InterruptedException {
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Result(
        process.exitValue(),
        Files.readString(output.resolve("out")),
        Files.readString(output.resolve("err")));
  }

  /** Files that must not be left behind. */
  List<String> leftovers() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("target"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(n -> n.contains("lock"))
          .toList();
    }
  }
}
