package dev.turbine.local.codedeploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A revision that a test writes.
 *
 * @param folder need not exist
 */
record TestingRevision(Path folder) {
  /** The end of an appspec that installs everything at {@code /app}. */
  static final String EVERYTHING = "files: [{source: /, destination: /app}]\n";

  TestingRevision appSpec(String sections) throws IOException {
    return file("appspec.yml", "version: 0.0\nos: linux\n" + sections);
  }

  TestingRevision file(String path, String content) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, content);
    return this;
  }

  TestingRevision script(String path, String body) throws IOException {
    file(path, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(
        folder.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    return this;
  }

  /** Everything below a folder: path, what it is, mode, and content or target. */
  static List<String> describe(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return all.filter(path -> !path.equals(root))
          .sorted(Comparator.comparing(Path::toString))
          .map(path -> root.relativize(path) + " " + describeOne(path))
          .toList();
    }
  }

  private static String describeOne(Path path) {
    try {
      if (Files.isSymbolicLink(path)) {
        return "-> " + Files.readSymbolicLink(path);
      }
      String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
      return Files.isDirectory(path) ? mode : mode + " " + Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
