package dev.turbine.airflow.release;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** What is done to all that is in a folder. */
final class Folders {
  private Folders() {}

  /** Deletes a folder when it is there; never follows a link. Others may delete it meanwhile. */
  static void delete(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      Files.walkFileTree(folder, new Deletion());
    }
  }

  /**
   * Lets everyone read a folder and nobody write its files, whatever the umask was. Its owner may
   * still write folders: Python keeps its caches there, and to delete it must be easy.
   */
  static void makeFilesReadOnly(Path folder) throws IOException {
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (attributes.isRegularFile()) {
              Files.setPosixFilePermissions(
                  file,
                  PosixFilePermissions.fromString(
                      Files.isExecutable(file) ? "r-xr-xr-x" : "r--r--r--"));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * Copies what is in a folder into another, with run bits; links as links.
   *
   * @param alike a folder whose files are never written again: what is the same there is shared
   *     with it. Need not exist
   */
  static void copy(Path from, Path to, Path alike) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path path = from.relativize(file);
            if (!isSame(file, attributes, alike.resolve(path))
                || !share(alike.resolve(path), to.resolve(path))) {
              copyFile(file, to.resolve(path), attributes);
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isSame(Path file, BasicFileAttributes attributes, Path other)
      throws IOException {
    try {
      return attributes.isRegularFile()
          && Files.isRegularFile(other, LinkOption.NOFOLLOW_LINKS)
          && Files.isExecutable(file) == Files.isExecutable(other)
          && Files.mismatch(file, other) < 0;
    } catch (NoSuchFileException removedMeanwhile) {
      return false;
    }
  }

  /**
   * Makes a file the same as another.
   *
   * @return whether that was possible: file systems limit the links, and the other may just go
   */
  static boolean share(Path present, Path target) {
    try {
      Files.createLink(target, present);
      return true;
    } catch (IOException | UnsupportedOperationException impossible) {
      return false;
    }
  }

  private static void copyFile(Path file, Path target, BasicFileAttributes attributes)
      throws IOException {
    if (attributes.isSymbolicLink()) {
      Files.createSymbolicLink(target, Files.readSymbolicLink(file));
    } else if (attributes.isRegularFile()) {
      // Java lets the kernel copy, or share the blocks where the file system can.
      Files.copy(file, target);
      Files.setPosixFilePermissions(
          target,
          PosixFilePermissions.fromString(Files.isExecutable(file) ? "rwxr-xr-x" : "rw-r--r--"));
    } else {
      throw new IOException(file + " is a pipe, socket or device");
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
      if (failure instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw failure;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}
