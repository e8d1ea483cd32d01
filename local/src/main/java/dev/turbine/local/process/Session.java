package dev.turbine.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of a session: a service and all it started, the orphans among them too. */
final class Session {
  private static final Path PROCESSES = Path.of("/proc");

  private Session() {}

  /**
   * Kills every process of the session that the process leads or led. Where there is no {@code
   * /proc} (macOS) only its process group is reached.
   */
  static void killAll(ProcessIdentity leader) {
    // A group lives on without its leader, and its number is not given to a new process meanwhile.
    Optional<ProcessIdentity> successor = ProcessIdentity.of(leader.pid());
    if (successor.isEmpty() || leader.isAlive()) {
      Signal.KILL.sendToGroup(leader.pid());
      members(leader.pid()).forEach(Signal.KILL::send);
    }
  }

  /**
   * Whether processes of a session are left although its leader is gone. Its number may be another
   * session's since: after a restart of the machine, or when the kernel gave it away again.
   */
  static boolean isLeft(ProcessIdentity leader) {
    boolean sameBoot =
        ProcessIdentity.of(1)
            .filter(first -> !leader.started().isBefore(first.started()))
            .isPresent();
    return sameBoot
        && (ProcessIdentity.of(leader.pid()).isEmpty() || isZombie(leader))
        && members(leader.pid()).stream().anyMatch(ProcessIdentity::isAlive);
  }

  /** Dead, and not reaped by the first process of a container. */
  private static boolean isZombie(ProcessIdentity leader) {
    return !leader.isAlive()
        && ProcessIdentity.of(leader.pid()).filter(leader::isSameAs).isPresent();
  }

  /** The live processes of a session, in no order; empty where there is no {@code /proc}. */
  static List<ProcessIdentity> members(long session) {
    List<ProcessIdentity> members = new ArrayList<>();
    if (!Files.isDirectory(PROCESSES)) {
      return members;
    }
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        if (sessionOf(process) == session) {
          ProcessIdentity.of(Long.parseLong(process.getFileName().toString()))
              .ifPresent(members::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return members;
  }

  private static long sessionOf(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      // proc(5): pid (comm) state ppid pgrp session …; comm may hold spaces and parentheses.
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[3]);
    } catch (IOException gone) {
      return -1;
    }
  }
}
