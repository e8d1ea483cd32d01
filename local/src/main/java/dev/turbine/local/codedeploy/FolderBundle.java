package dev.turbine.local.codedeploy;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * A revision that lies in a folder; all of it belongs to the revision. What is read-only there, as
 * all files of a release are, can be written by its owner where it is unpacked.
 *
 * @param revision the folder; stays as it is
 */
public record FolderBundle(Path revision) implements Bundle {
  @Override
  public void unpack(Path folder, Optional<Path> discarded) throws IOException {
    Files.walkFileTree(revision, new Copying(revision, folder, discarded));
  }

  private static final class Copying extends SimpleFileVisitor<Path> {
    /** Of a file's mode. */
    private static final int OWNER_WRITE = 0200;

    private final Path from;
    private final Path to;
    private final Optional<Path> discarded;

    Copying(Path from, Path to, Optional<Path> discarded) {
      this.from = from;
      this.to = to;
      this.discarded = discarded;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
        throws IOException {
      // Not with its mode: a read-only folder could not take its files.
      Files.createDirectories(to.resolve(from.relativize(folder)));
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Path path = from.relativize(file);
      Path copy = to.resolve(path);
      if (discarded.isPresent()
          && Wastebasket.putBack(discarded.get().resolve(path), file, OWNER_WRITE, copy)) {
        return FileVisitResult.CONTINUE;
      }
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile()) {
        makeWritable(copy);
      }
      return FileVisitResult.CONTINUE;
    }

    private static void makeWritable(Path file) throws IOException {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.add(PosixFilePermission.OWNER_WRITE)) {
        Files.setPosixFilePermissions(file, permissions);
      }
    }
  }
}
