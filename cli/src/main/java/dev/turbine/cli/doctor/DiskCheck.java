package dev.turbine.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Whether a folder can be written, and the space on its disk.
 *
 * @param subject what the folder is for
 * @param folder absolute; need not exist
 * @param whereElse what to do when this folder cannot be used
 */
record DiskCheck(String subject, Path folder, String whereElse) implements Check {
  private static final long GIGABYTE = 1L << 30;
  private static final long LITTLE = 5 * GIGABYTE;
  private static final long TOO_LITTLE = GIGABYTE;

  @Override
  public List<Finding> examine() throws IOException {
    Path existing = folder;
    while (!Files.exists(existing)) {
      existing = Objects.requireNonNull(existing.getParent());
    }
    if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return List.of(Finding.failed(subject, existing + " cannot be written", whereElse));
    }
    return List.of(judge(Files.getFileStore(existing).getUsableSpace()));
  }

  Finding judge(long free) {
    String seen = "%s free for %s".formatted(Amount.gigabytes(free), folder);
    if (free < TOO_LITTLE) {
      return Finding.failed(subject, seen, "Free at least 1 GB, better 5 GB. " + whereElse);
    }
    return free < LITTLE
        ? Finding.warning(subject, seen, "A new environment takes about 500 MB, and logs grow.")
        : Finding.ok(subject, seen);
  }
}
