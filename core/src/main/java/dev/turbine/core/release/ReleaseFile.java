package dev.turbine.core.release;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * One file of a release.
 *
 * @param path relative, separated by {@code /}, as the file system spells it: no Unicode
 *     normalization, since a release must land under the very names that its code opens
 * @param executable whether its owner may run it; of the permissions, only this belongs to a
 *     release
 * @param size in bytes, at least 0
 * @param sha256 of its content, 64 lower-case hex digits
 */
public record ReleaseFile(String path, boolean executable, long size, String sha256) {
  /** Of a file's or a folder's name in UTF-8: the limit of Linux's and macOS's file systems. */
  public static final int LONGEST_NAME = 255;

  /** By the unsigned bytes of the paths in UTF-8: the same order in every locale and language. */
  public static final Comparator<ReleaseFile> BY_PATH =
      Comparator.comparing(
          file -> file.path().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  /** Refuses paths that cannot be in a release. */
  public ReleaseFile {
    Optional<String> problem = problemOf(path);
    if (problem.isPresent()) {
      throw new IllegalArgumentException("\"" + path + "\": " + problem.get());
    }
    if (size < 0) {
      throw new IllegalArgumentException("The size of \"" + path + "\" is negative: " + size);
    }
    Sha256.require("The hash of \"" + path + '"', sha256);
  }

  /** What is wrong with a path and what to do, in words to follow the path; empty when nothing. */
  public static Optional<String> problemOf(String path) {
    if (path.isEmpty()) {
      return Optional.of("has no name");
    }
    if (path.startsWith("/")) {
      return Optional.of("is absolute; expected a path relative to the project");
    }
    if (path.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("has a control character in its name; rename or ignore it");
    }
    // The replacement character is what a name's undecodable bytes have become.
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(path) || path.indexOf('\uFFFD') >= 0) {
      return Optional.of("has a name that is not UTF-8; rename or ignore it");
    }
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return Optional.of("has an empty part, \".\" or \"..\"; expected plain names");
      }
      int length = name.getBytes(StandardCharsets.UTF_8).length;
      if (length > LONGEST_NAME) {
        return Optional.of(
            "has a name of %d bytes; expected at most %d".formatted(length, LONGEST_NAME));
      }
    }
    return Optional.empty();
  }
}
