package dev.turbine.local.port;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A TCP socket that a process of this machine listens on. Linux only: elsewhere none is seen.
 *
 * @param inode the socket's number, as the process's open files name it
 */
public record ListeningSocket(InetAddress address, int port, long inode) {
  private static final String LISTEN = "0A";

  /** All listening sockets, IPv4 and IPv6. */
  public static List<ListeningSocket> all() {
    List<ListeningSocket> sockets = new ArrayList<>();
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      try (Stream<String> lines = Files.lines(Path.of(table))) {
        lines
            .skip(1)
            .map(line -> line.strip().split("\\s+"))
            .filter(fields -> fields[3].equals(LISTEN))
            .map(fields -> parse(fields[1], fields[9]))
            .forEach(sockets::add);
      } catch (IOException e) {
        // No such table: not Linux, or no IPv6.
      }
    }
    return List.copyOf(sockets);
  }

  private static ListeningSocket parse(String local, String inode) {
    int colon = local.indexOf(':');
    byte[] bytes = HexFormat.of().parseHex(local.substring(0, colon));
    // The kernel prints each 32-bit word in the machine's byte order: little-endian.
    for (int word = 0; word < bytes.length; word += 4) {
      swap(bytes, word, word + 3);
      swap(bytes, word + 1, word + 2);
    }
    try {
      return new ListeningSocket(
          InetAddress.getByAddress(bytes),
          Integer.parseInt(local, colon + 1, local.length(), 16),
          Long.parseLong(inode));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void swap(byte[] bytes, int one, int other) {
    byte kept = bytes[one];
    bytes[one] = bytes[other];
    bytes[other] = kept;
  }

  /** The process that holds it, when it is one that this user may look into. */
  public Optional<ProcessHandle> holder() {
    return ProcessHandle.allProcesses().filter(this::isHeldBy).findFirst();
  }

  /** Whether this process, or one that inherited it from it, has the socket open. */
  public boolean isHeldBy(ProcessHandle process) {
    String name = "socket:[" + inode + "]";
    try (Stream<Path> files = Files.list(Path.of("/proc", "" + process.pid(), "fd"))) {
      return files.anyMatch(file -> name.equals(target(file)));
    } catch (IOException e) {
      return false;
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
