package dev.turbine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.local.stack.StackDirectory;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A project in a folder of its own, and the built {@code ./turbine} run on it as a person would.
 *
 * @param root the project's folder
 */
record TestingStack(Path root) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a command printed, and how it ended. */
  record Result(int exitCode, String out, String err) {
    JsonNode json() {
      try {
        return JSON.readTree(out);
      } catch (IOException e) {
        throw new AssertionError("not JSON: " + out + err, e);
      }
    }
  }

  /** The example project, copied; nothing is started. */
  static TestingStack ofExample(Path root) throws IOException {
    Path example = Repository.ofTheseTests().root().resolve("examples").resolve("project");
    try (Stream<Path> files = Files.walk(example)) {
      for (Path file : files.filter(path -> !path.toString().contains(".turbine")).toList()) {
        Path target = root.resolve(example.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    return new TestingStack(root);
  }

  /** A project with one DAG file; nothing is started. */
  static TestingStack ofDag(Path root, String name, String dag) throws IOException {
    TestingStack stack = new TestingStack(root);
    stack.write("airflow/dags/" + name, dag);
    return stack;
  }

  /** Writes a file of the project. */
  void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  /** Runs a command on the project, and fails if it does not end. */
  Result turbine(String... arguments) throws IOException, InterruptedException {
    return turbine(Map.of(), arguments);
  }

  /** Runs a command on the project with more environment variables. */
  Result turbine(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile("turbine", ".out");
    Path err = Files.createTempFile("turbine", ".err");
    Process process = start(environment, out, err, arguments);
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(
          "turbine %s did not end: %s".formatted(List.of(arguments), Files.readString(err)));
    }
    Result result = new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    Files.delete(out);
    Files.delete(err);
    return result;
  }

  /** Starts a command on the project. */
  Process start(Map<String, String> environment, Path out, Path err, String... arguments)
      throws IOException {
    // A build in the background of a shell ignores Ctrl-C, and so would all that it starts.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Repository.ofTheseTests().root().resolve("turbine").toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(root.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("TURBINE_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  /** Brings the stack up, and fails with all that was printed if it does not come. */
  void up() throws IOException, InterruptedException {
    Result up = turbine("up");
    if (up.exitCode() != 0) {
      throw new AssertionError("up failed: " + up);
    }
  }

  /** Waits until a service's log has a line with these words, and returns the line. */
  String awaitLog(String service, String words) throws IOException, InterruptedException {
    Path log = root.resolve(".turbine/logs/" + service + ".log");
    Instant deadline = Instant.now().plus(LIMIT);
    while (true) {
      for (String line : Files.readAllLines(log)) {
        if (line.contains(words)) {
          return line;
        }
      }
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError(words + " is not in " + Files.readString(log));
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** What {@code turbine status -o json} tells of a stack that runs, without starting a JVM. */
  JsonNode status() throws IOException, InterruptedException {
    Stack stack = new Stack(StackDirectory.of(root));
    return JSON.readTree(OutputOption.json(StackReport.of(stack, stack.status().orElseThrow())));
  }

  /** A client of the stack's Airflow, logged in as its admin. */
  AirflowApi airflow() throws IOException, InterruptedException {
    JsonNode status = status();
    return new AirflowApi(
        URI.create(status.at("/stack/web").asText()),
        status.at("/user").asText(),
        status.at("/password").asText());
  }

  /** Stops whatever runs. */
  @Override
  public void close() throws IOException {
    if (!StackDirectory.of(root).exists()) {
      return;
    }
    try {
      Result down = turbine("down", "--now");
      if (down.exitCode() != 0) {
        throw new AssertionError("down failed: " + down);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted; the stack of " + root + " may still run", e);
    }
  }
}
