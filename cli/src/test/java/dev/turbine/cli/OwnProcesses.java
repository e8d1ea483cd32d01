package dev.turbine.cli;

import dev.turbine.local.port.ListeningSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of one stack, found by what the kernel tells of every process. */
record OwnProcesses(Path project) {
  /** Those that live: whatever has the project's folder in its arguments, environment or folder. */
  List<ProcessHandle> alive() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> mentions(process.pid(), "cmdline") || mentions(process.pid(), "environ"))
        .filter(process -> !isZombie(process.pid()))
        .toList();
  }

  /** The sockets on which they listen. */
  List<ListeningSocket> listening() {
    List<ProcessHandle> alive = alive();
    return ListeningSocket.all().stream()
        .filter(socket -> alive.stream().anyMatch(socket::isHeldBy))
        .toList();
  }

  private boolean mentions(long pid, String file) {
    return read(pid, file).contains(project + "/.turbine");
  }

  private static boolean isZombie(long pid) {
    String stat = read(pid, "stat");
    return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
  }

  private static String read(long pid, String file) {
    try {
      byte[] content = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
      return new String(content, StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }
}
