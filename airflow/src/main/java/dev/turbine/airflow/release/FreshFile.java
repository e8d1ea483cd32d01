package dev.turbine.airflow.release;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that appear as a whole: written beside, brought to the disk, then renamed. */
final class FreshFile {
  /** Writes a file that does not exist yet. */
  interface Writer {
    void write(Path fresh) throws IOException;
  }

  private FreshFile() {}

  /** Replaces a file, also across a loss of power; leaves it as it was when the writer fails. */
  static void replace(Path file, Writer writer) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    if (folder == null) {
      throw new IOException(file + " is no file");
    }
    Path fresh = Files.createTempFile(folder, "." + absolute.getFileName() + ".", ".new");
    try {
      writer.write(fresh);
      sync(fresh, StandardOpenOption.WRITE);
      Files.move(fresh, absolute, StandardCopyOption.ATOMIC_MOVE);
      sync(folder, StandardOpenOption.READ);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static void sync(Path path, StandardOpenOption option) throws IOException {
    try (FileChannel channel = FileChannel.open(path, option)) {
      channel.force(true);
    }
  }
}
