package dev.turbine.core.appspec;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * One entry of the section {@code files}.
 *
 * @param source a file or folder of the revision, without {@code .} and {@code ..}; empty means the
 *     whole revision
 * @param destination an absolute path without {@code .}, {@code ..} and a slash at its end: the
 *     folder that a file lands in, or that takes the contents of a folder
 */
public record FileMapping(String source, String destination) {
  /** Refuses paths that are not in their simplest form. */
  public FileMapping {
    if (!withinRevision(source).equals(Optional.of(source))) {
      throw new IllegalArgumentException("no simple path in a revision: " + source);
    }
    if (!absolute(destination).equals(Optional.of(destination))) {
      throw new IllegalArgumentException("no simple absolute path: " + destination);
    }
  }

  /** The simplest form of a path from the revision's root; empty if it leads out of it. */
  static Optional<String> withinRevision(String path) {
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/")) {
      if (name.equals("..")) {
        if (names.pollLast() == null) {
          return Optional.empty();
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return Optional.of(String.join("/", names));
  }

  /** The simplest form of an absolute path; empty if it is relative. */
  static Optional<String> absolute(String path) {
    if (!path.startsWith("/")) {
      return Optional.empty();
    }
    Deque<String> names = new ArrayDeque<>();
    for (String name : path.split("/")) {
      if (name.equals("..")) {
        names.pollLast();
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.addLast(name);
      }
    }
    return Optional.of("/" + String.join("/", names));
  }
}
