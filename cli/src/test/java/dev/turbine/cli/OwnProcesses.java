package dev.turbine.cli;

import dev.turbine.local.port.ListeningSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The processes of one stack, found by what the kernel tells of every process. */
record OwnProcesses(Path project) {
  /** Those that live: whatever names the project's folder in its arguments or works in it. */
  List<ProcessHandle> alive() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.pid() != ProcessHandle.current().pid())
        .filter(process -> mentions(process.pid(), "cmdline") || worksIn(process.pid()))
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
    return read(pid, file).contains(project.toString());
  }

  private boolean worksIn(long pid) {
    try {
      return Files.readSymbolicLink(Path.of("/proc", Long.toString(pid), "cwd"))
          .startsWith(project);
    } catch (IOException goneOrNotOurs) {
      return false;
    }
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
