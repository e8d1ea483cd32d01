package dev.turbine.airflow.release;

import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Hashes files, and those that did not change since only once. */
final class FileHashes {
  private record Known(FileState state, String sha256) {}

  /** The coarsest clock of a file system in use, FAT's. */
  private static final Duration TICK = Duration.ofSeconds(2);

  /** A file that changes more often than this while it is read is not meant for a release. */
  private static final int READINGS = 10;

  private static final int BUFFER = 1 << 16;

  private final Map<Path, Known> known = new ConcurrentHashMap<>();

  /**
   * Reads a file, again when it changed meanwhile.
   *
   * @param path in the release
   * @throws IOException if it cannot be read, or never twice the same
   */
  ReleaseFile read(String path, Path file) throws IOException {
    for (int reading = 0; reading < READINGS; reading++) {
      FileTime begun = FileTime.from(Instant.now().minus(TICK));
      FileState before = FileState.of(file);
      Known earlier = known.get(file);
      if (earlier != null && earlier.state().equals(before)) {
        return entry(path, earlier);
      }
      Known now = new Known(before, hash(file));
      if (FileState.of(file).equals(before)) {
        // A file so young could change once more and look the same.
        if (before.isOlderThan(begun)) {
          known.put(file, now);
        }
        return entry(path, now);
      }
    }
    throw new IOException("it changed each of %d times it was read".formatted(READINGS));
  }

  private static ReleaseFile entry(String path, Known known) {
    FileState state = known.state();
    return new ReleaseFile(path, state.isExecutable(), state.size(), known.sha256());
  }

  /** Forgets all other files. */
  void keep(Set<Path> files) {
    known.keySet().retainAll(files);
  }

  private static String hash(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = Files.newInputStream(file)) {
      for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
        digest.update(buffer, 0, length);
      }
    }
    return Sha256.hex(digest.digest());
  }
}
