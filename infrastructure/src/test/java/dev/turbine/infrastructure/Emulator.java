package dev.turbine.infrastructure;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** An emulator of AWS on a free port of this machine. */
final class Emulator implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(60);
  private static final String LOOPBACK = "127.0.0.1";

  private final Process process;
  private final int port;

  private Emulator(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts moto; its log is in a folder. */
  static Emulator moto(Path folder) throws Exception {
    int port = freePort();
    return start(
        folder,
        "moto_server",
        List.of("-H", LOOPBACK, "-p", Integer.toString(port)),
        Map.of(),
        port);
  }

  /** Starts ministack; its log is in a folder. */
  static Emulator ministack(Path folder) throws Exception {
    int port = freePort();
    Map<String, String> settings =
        Map.of("GATEWAY_PORT", Integer.toString(port), "BIND_HOST", LOOPBACK);
    return start(folder, "ministack", List.of(), settings, port);
  }

  /** Its address, for all services. */
  URI endpoint() {
    return URI.create("http://" + LOOPBACK + ":" + port);
  }

  private static Emulator start(
      Path folder, String program, List<String> arguments, Map<String, String> settings, int port)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Tools.python("emulators").resolve(program).toString());
    command.addAll(arguments);
    Path log = folder.resolve(program + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(settings);
    Emulator emulator = new Emulator(builder.start(), port);
    try {
      emulator.await(log);
    } catch (Throwable e) {
      emulator.close();
      throw e;
    }
    return emulator;
  }

  private void await(Path log) throws Exception {
    long end = System.nanoTime() + START.toNanos();
    while (!answers()) {
      if (!process.isAlive() || System.nanoTime() > end) {
        throw new AssertionError("The emulator does not answer:\n" + Files.readString(log));
      }
      process.waitFor(100, TimeUnit.MILLISECONDS);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(LOOPBACK, port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(LOOPBACK, 0));
      return socket.getLocalPort();
    }
  }
}
