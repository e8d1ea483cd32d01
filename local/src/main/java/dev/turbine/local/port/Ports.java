package dev.turbine.local.port;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumMap;
import java.util.Map;

/**
 * The ports of one stack, claimed until closed: no other stack of this user chooses them, from the
 * moment of choosing and also while nothing listens yet.
 *
 * <p>A claim is a lock on a file in the user's cache folder, which the kernel gives back when the
 * process ends in whatever way.
 */
public final class Ports implements AutoCloseable {
  private static final String FILE = "ports.json";
  private static final int LAST = 65_535;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<Port, Integer> chosen = new EnumMap<>(Port.class);
  private final Map<Port, FileChannel> claims = new EnumMap<>(Port.class);
  private final Path claimFolder;

  private Ports(Path claimFolder) {
    this.claimFolder = claimFolder;
  }

  /**
   * Chooses all ports and remembers them. A port that turbine.yaml sets is taken or refused; else
   * the one of the last run when it is free, else the first free one from {@link Port#wanted()} up.
   *
   * @param stack the project's {@code .turbine}; made with mode 0700 when missing
   * @param cache the user's cache folder of Turbine, shared by all stacks
   * @param configured what turbine.yaml sets
   * @param held ports on which processes of this very stack listen still, having survived their
   *     daemon: they count as free
   * @throws TurbineException when a configured port is taken, by another program or another stack
   */
  public static Ports claim(
      Path stack, Path cache, Map<Port, Integer> configured, Map<Port, Integer> held) {
    Path file = stack.resolve(FILE);
    Ports ports = new Ports(cache.resolve("ports"));
    try {
      PrivateFile.folder(stack);
      PrivateFile.folder(ports.claimFolder);
      Map<Port, Integer> remembered = remembered(stack);
      // Configured ones first: a free choice must not take a port that another key names.
      for (Map.Entry<Port, Integer> entry : configured.entrySet()) {
        ports.require(entry.getKey(), entry.getValue(), held);
      }
      for (Port port : Port.values()) {
        if (!configured.containsKey(port)) {
          ports.find(port, remembered, held);
        }
      }
      PrivateFile.write(
          file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(ports.chosen) + "\n");
      return ports;
    } catch (IOException e) {
      ports.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      ports.close();
      throw e;
    }
  }

  /**
   * The ports of the last run; empty when there was none or its file cannot be read.
   *
   * @param stack the project's {@code .turbine}
   */
  public static Map<Port, Integer> remembered(Path stack) {
    Path file = stack.resolve(FILE);
    if (!Files.exists(file)) {
      return Map.of();
    }
    try {
      return JSON.readValue(PrivateFile.read(file), new TypeReference<EnumMap<Port, Integer>>() {});
    } catch (JsonProcessingException e) {
      // Only a wish: choosing again loses nothing.
      return Map.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void require(Port port, int number, Map<Port, Integer> held) throws IOException {
    if (chosen.containsValue(number)) {
      throw new TurbineException(
          Category.PROJECT,
          "turbine.yaml gives port %d to \"%s\" and to another key. Each needs its own."
              .formatted(number, port.key()));
    }
    if (!take(port, number, held)) {
      throw PortCheck.taken(port, number);
    }
  }

  private void find(Port port, Map<Port, Integer> remembered, Map<Port, Integer> held)
      throws IOException {
    Integer last = held.containsKey(port) ? held.get(port) : remembered.get(port);
    if (last != null && take(port, last, held)) {
      return;
    }
    for (int number = port.wanted(); number <= LAST; number++) {
      if (take(port, number, held)) {
        return;
      }
    }
    throw new TurbineException(
        Category.MACHINE,
        "No port from %d up is free for %s.".formatted(port.wanted(), port.key()));
  }

  private boolean take(Port port, int number, Map<Port, Integer> held) throws IOException {
    boolean ours = Integer.valueOf(number).equals(held.get(port));
    if (chosen.containsValue(number) || !(ours || PortCheck.isFree(number))) {
      return false;
    }
    FileChannel claim =
        FileChannel.open(
            claimFolder.resolve(number + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    if (!locks(claim)) {
      claim.close();
      return false;
    }
    chosen.put(port, number);
    claims.put(port, claim);
    return true;
  }

  private static boolean locks(FileChannel claim) throws IOException {
    try {
      return claim.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another stack within this process.
      return false;
    }
  }

  /** The number chosen for this port. */
  public int of(Port port) {
    Integer number = chosen.get(port);
    if (number == null) {
      throw new IllegalStateException("Every port has been chosen, but not " + port);
    }
    return number;
  }

  /** Gives the ports back to other stacks' choice. */
  @Override
  public void close() {
    for (FileChannel claim : claims.values()) {
      try {
        claim.close();
      } catch (IOException e) {
        // The kernel closes it with the process at the latest.
      }
    }
  }
}
