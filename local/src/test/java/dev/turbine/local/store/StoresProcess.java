package dev.turbine.local.store;

import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The stores of a stack in a JVM of their own, as a daemon holds them. */
final class StoresProcess implements AutoCloseable {
  private final Path stack;
  private final Process process;
  private final BufferedReader output;
  private final Map<Port, Integer> ports = new EnumMap<>(Port.class);
  private final String said;

  private StoresProcess(Path stack, Process process) throws IOException {
    this.stack = stack;
    this.process = process;
    this.output = process.inputReader();
    StringBuilder lines = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("ready ")) {
        break;
      }
      if (line.startsWith("port ")) {
        String[] words = line.split(" ");
        ports.put(Port.valueOf(words[1]), Integer.valueOf(words[2]));
      } else {
        lines.append(line).append('\n');
      }
    }
    this.said = lines.toString();
    if (ports.isEmpty()) {
      throw new IOException("The stores did not open:\n" + said);
    }
  }

  static StoresProcess open(Path stack, Path cache, Map<Port, Integer> configured)
      throws IOException {
    StringBuilder wanted = new StringBuilder();
    configured.forEach((port, number) -> wanted.append(port + "=" + number + ","));
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                StoresProcess.class.getName(),
                stack.toString(),
                cache.toString(),
                wanted.toString())
            .redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    return new StoresProcess(stack, builder.start());
  }

  /** All that it printed while it opened, on either stream. */
  String said() {
    return said;
  }

  Path stack() {
    return stack;
  }

  int port(Port port) {
    return ports.getOrDefault(port, 0);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  /** As the kernel ends a process that takes too much memory. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      process.outputWriter().close();
    }
    try {
      process.onExit().get(60, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
      throw new IOException("The stores did not close.", e);
    }
  }

  /** Opens the stores, says so, and closes them when its input ends. */
  public static void main(String[] args) throws IOException {
    long begun = System.nanoTime();
    Path stack = Path.of(args[0]);
    Path cache = Path.of(args[1]);
    StoreLogs.quieten();
    Map<Port, Integer> configured = new EnumMap<>(Port.class);
    for (String pair : args[2].isEmpty() ? List.<String>of() : List.of(args[2].split(","))) {
      String[] words = pair.split("=");
      configured.put(Port.valueOf(words[0]), Integer.valueOf(words[1]));
    }
    OptionalInt survivor = PostgresStore.survivorPort(stack.resolve("postgres"));
    Map<Port, Integer> held =
        survivor.isPresent() ? Map.of(Port.DATABASE, survivor.getAsInt()) : Map.of();
    try (Ports ports = Ports.claim(stack, cache, configured, held);
        Stores stores = Stores.open(stack, ports, Secrets.of(stack), cache)) {
      for (Port port : Port.values()) {
        System.out.println("port " + port + " " + ports.of(port));
      }
      System.out.println(
          "ready " + (System.nanoTime() - begun) / 1_000_000 + " " + stores.postgres().isRunning());
      while (System.in.read() >= 0) {
        continue;
      }
    }
  }
}
