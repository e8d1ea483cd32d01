package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs, unpacked once per user and content. */
final class PostgresBinaries {
  /** The version of PostgreSQL whose data directories these programs read. */
  static final String MAJOR_VERSION = "17";

  private PostgresBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share} in the cache. */
  static Path unpacked(Path cache) throws IOException {
    byte[] archive = archive();
    Path folder = cache.resolve("postgres");
    Path home = folder.resolve(digest(archive));
    if (Files.isDirectory(home)) {
      return home;
    }
    PrivateFile.folder(folder);
    Path fresh = Files.createTempDirectory(folder, "unpack.");
    try {
      unpack(archive, fresh);
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      // Another stack was faster; its copy is as good.
    } finally {
      FileTree.delete(fresh);
    }
    return home;
  }

  private static byte[] archive() throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch");
    String name =
        "postgres-%s-%s.txz"
            .formatted(
                system.startsWith("mac") ? "darwin" : system,
                machine.equals("aarch64") ? "arm_64" : "x86_64");
    try (InputStream in = PostgresBinaries.class.getResourceAsStream("/" + name)) {
      if (in == null) {
        throw new TurbineException(
            Category.MACHINE,
            """
            This build of Turbine has no PostgreSQL for %s on %s.
            Build it again on this machine: ./mvnw clean package.\
            """
                .formatted(system, machine));
      }
      return in.readAllBytes();
    }
  }

  private static String digest(byte[] archive) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
      return MAJOR_VERSION + "-" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void unpack(byte[] archive, Path target) throws IOException {
    try (var tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = entry.resolveIn(target);
        Files.createDirectories(entry.isDirectory() ? file : file.getParent());
        if (entry.isSymbolicLink()) {
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else if (entry.isFile()) {
          Files.copy(tar, file);
          boolean program = (entry.getMode() & 0100) != 0;
          Files.setPosixFilePermissions(
              file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
        }
      }
    }
  }
}
