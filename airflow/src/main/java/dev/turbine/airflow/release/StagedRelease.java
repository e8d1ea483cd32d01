package dev.turbine.airflow.release;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * A release in the making, which nobody sees until {@link #commit}. Closing it without that removes
 * it. For one thread.
 */
public final class StagedRelease implements AutoCloseable {
  private final ReleaseFolder releases;
  private final Path folder;

  StagedRelease(ReleaseFolder releases, Path folder) {
    this.releases = releases;
    this.folder = folder;
  }

  /** Where the revision's files belong; {@link RevisionArchive#extract} may fill it as well. */
  public Path revision() {
    return folder.resolve(ReleaseFolder.REVISION);
  }

  /** Where the snapshot of {@code /airflow} belongs; made by {@link #snapshot}. */
  public Path airflow() {
    return folder.resolve(ReleaseFolder.AIRFLOW);
  }

  /**
   * Copies a project's revision. What a release on this disk has already is shared with it: files
   * of releases are never written again.
   *
   * @param similar a release with most of the files, if one is known
   * @throws TurbineException if a file changed since the revision was read
   */
  public void copy(Revision revision, Optional<Manifest> similar) {
    try {
      Files.createDirectories(revision());
      Map<String, ReleaseFile> there =
          similar.map(manifest -> manifest.content().byPath()).orElse(Map.of());
      Map<String, Revision.Source> sources = revision.sources();
      for (ReleaseFile file : revision.content().files()) {
        Revision.Source source = sources.get(file.path());
        if (source == null) {
          throw new IllegalArgumentException("The revision has no source for " + file.path());
        }
        Path target = revision().resolve(file.path());
        Files.createDirectories(target.resolveSibling("."));
        if (!file.equals(there.get(file.path()))
            || !Folders.share(
                releases.revision(similar.orElseThrow().id()).resolve(file.path()), target)) {
          copy(file, source, target);
        }
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static void copy(ReleaseFile file, Revision.Source source, Path target)
      throws IOException {
    switch (source) {
      case Revision.OnDisk(Path original) -> {
        // Java lets the kernel copy; what it copied is what has to have the hash.
        Files.copy(original, target);
        try (InputStream copied = Files.newInputStream(target)) {
          RevisionArchive.copyChecked(file, copied, OutputStream.nullOutputStream());
        }
      }
      case Revision.Added(String text) ->
          Files.writeString(target, text, StandardOpenOption.CREATE_NEW);
    }
    Files.setPosixFilePermissions(
        target, PosixFilePermissions.fromString(file.executable() ? "rwxr-xr-x" : "rw-r--r--"));
  }

  /**
   * Copies the folder that stands for {@code /airflow}, as the deployment left it. What a release
   * on this disk has already is shared with it.
   *
   * @param similar a release with most of the files, if one is known
   */
  public void snapshot(Path airflowFolder, Optional<ReleaseId> similar) {
    try {
      Folders.copy(airflowFolder, airflow(), similar.map(releases::airflow).orElse(airflow()));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /**
   * Makes it a release, in one step; its files can no longer be written. When there is one of this
   * id already, that stays as it is, and this is removed.
   *
   * @return whether it is new
   */
  public boolean commit(Manifest manifest) {
    Path target = releases.folder(manifest.id());
    try {
      Path file = folder.resolve(ReleaseFolder.MANIFEST);
      FreshFile.replace(file, fresh -> Files.writeString(fresh, ManifestJson.write(manifest)));
      Folders.makeFilesReadOnly(folder);
      if (Files.exists(target)) {
        return false;
      }
      Files.move(folder, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (Files.exists(target)) {
        // Another process was faster, with the same content.
        return false;
      }
      throw failed(e);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private TurbineException failed(IOException failure) {
    return new TurbineException(
        Category.MACHINE,
        "A release could not be written to %s: %s".formatted(folder, failure),
        failure);
  }

  /** Removes it, unless it has become a release. */
  @Override
  public void close() {
    try {
      Folders.delete(folder);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
