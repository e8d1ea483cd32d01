package dev.turbine.infrastructure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks made, updated, rolled back and deleted on emulators of AWS, each for what it really makes;
 * docs/aws-verification.md says what that is. The tests themselves are in src/test/emulators.
 */
class DeploymentIT {
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration TESTS = Duration.ofMinutes(3);
  private static final String LOOPBACK = "127.0.0.1";
  @TempDir private Path folder;

  @Test
  void moto() throws Exception {
    int port = freePort();
    verify(
        "moto_server",
        List.of("-H", LOOPBACK, "-p", Integer.toString(port)),
        Map.of(),
        port,
        "test_moto");
  }

  @Test
  void ministack() throws Exception {
    int port = freePort();
    Map<String, String> settings =
        Map.of("GATEWAY_PORT", Integer.toString(port), "BIND_HOST", LOOPBACK);
    verify("ministack", List.of(), settings, port, "test_ministack");
  }

  private void verify(
      String program, List<String> arguments, Map<String, String> settings, int port, String tests)
      throws Exception {
    Path programs = Tools.python("emulators");
    List<String> command = new ArrayList<>();
    command.add(programs.resolve(program).toString());
    command.addAll(arguments);
    Path log = folder.resolve(program + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    Process emulator = builder.start();
    try {
      await(emulator, port, log);
      String output = run(programs, port, tests);
      assertThat(output).containsPattern("Ran [1-9][0-9]* tests?").endsWith("OK");
    } finally {
      emulator.descendants().forEach(ProcessHandle::destroyForcibly);
      emulator.destroyForcibly().waitFor();
    }
  }

  private String run(Path programs, int port, String tests) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(
                programs.resolve("python").toString(), "-m", "unittest", "--verbose", tests)
            .directory(Repository.module().resolve("src/test/emulators").toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TURBINE_EMULATOR", "http://" + LOOPBACK + ":" + port);
    builder.environment().put("TURBINE_TEMPLATES", Repository.templates().toString());
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TESTS.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return Files.readString(output).strip();
  }

  private static void await(Process emulator, int port, Path log) throws Exception {
    long end = System.nanoTime() + START.toNanos();
    while (!answers(port)) {
      if (!emulator.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The emulator does not answer:\n" + Files.readString(log));
      }
      emulator.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(LOOPBACK, 0));
      return socket.getLocalPort();
    }
  }
}
