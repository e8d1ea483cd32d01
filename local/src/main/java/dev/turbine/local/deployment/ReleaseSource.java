package dev.turbine.local.deployment;

import dev.turbine.airflow.release.ExtractedRevision;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.airflow.release.Revision;
import dev.turbine.airflow.release.RevisionArchive;
import dev.turbine.airflow.release.StagedRelease;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.ReleaseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Gets the revision of a release onto this disk.
 *
 * @param releases where it is put
 * @param store where archives are
 * @param manifests for what comes without one
 */
public record ReleaseSource(ReleaseFolder releases, ReleaseStore store, Manifests manifests) {
  /** Makes manifests; it takes a look at the machine's Pythons. */
  @FunctionalInterface
  public interface Manifests {
    /** For releases that are made now. */
    ManifestMaker now() throws InterruptedException;
  }

  /**
   * A revision that is on this disk.
   *
   * @param folder its files
   * @param staged empty for a release that was active before; closing it removes what is not
   *     committed
   */
  record Fetched(Path folder, Manifest manifest, Optional<StagedRelease> staged)
      implements AutoCloseable {
    @Override
    public void close() {
      staged.ifPresent(StagedRelease::close);
    }
  }

  /**
   * Copies what a project is now.
   *
   * @param similar a release that shares most of its files, as the one before does
   */
  Fetched copy(Revision revision, String by, Optional<ReleaseId> similar)
      throws InterruptedException {
    ReleaseId id = revision.content().id();
    Optional<Fetched> present = present(id);
    if (present.isPresent()) {
      return present.get();
    }
    Manifest manifest = manifests.now().of(revision.content(), by, "");
    StagedRelease staged = releases.stage();
    try {
      staged.copy(revision, similar.flatMap(releases::manifest));
      return new Fetched(staged.revision(), manifest, Optional.of(staged));
    } catch (RuntimeException e) {
      staged.close();
      throw e;
    }
  }

  /**
   * From this disk, else from the store.
   *
   * @throws TurbineException if it is in neither, or the archive is damaged
   */
  Fetched fetch(ReleaseId id) throws InterruptedException {
    Optional<Fetched> present = present(id);
    return present.isPresent() ? present.get() : download(id);
  }

  /**
   * Puts a release that is on this disk into the store, if it is not there.
   *
   * @throws TurbineException if it cannot be read or stored
   */
  void archive(ReleaseId id) {
    Optional<Manifest> manifest = releases.manifest(id);
    if (manifest.isEmpty() || store.has(id)) {
      return;
    }
    ReleaseContent content = manifest.get().content();
    Revision revision =
        new Revision(
            content,
            content.files().stream()
                .map(ReleaseFile::path)
                .collect(
                    Collectors.toMap(
                        Function.identity(),
                        path -> new Revision.OnDisk(releases.revision(id).resolve(path)))));
    RevisionArchive.put(revision, manifest.get(), store);
  }

  private Optional<Fetched> present(ReleaseId id) {
    return releases
        .manifest(id)
        .map(manifest -> new Fetched(releases.revision(id), manifest, Optional.empty()));
  }

  private Fetched download(ReleaseId id) throws InterruptedException {
    StagedRelease staged = releases.stage();
    try {
      Path archive = Files.createTempFile("turbine-" + id, ".zip");
      try {
        store.fetch(id, archive);
        ExtractedRevision extracted = RevisionArchive.extract(archive, staged.revision());
        Manifest manifest =
            extracted.manifest().isPresent()
                ? extracted.manifest().get()
                : manifests.now().of(extracted.content(), "", "made by hand");
        if (!manifest.id().equals(id)) {
          throw new TurbineException(
              Category.FAILED,
              "The archive of release %s holds release %s. Deploy it anew."
                  .formatted(id, manifest.id()));
        }
        return new Fetched(staged.revision(), manifest, Optional.of(staged));
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      staged.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException | InterruptedException e) {
      staged.close();
      throw e;
    }
  }
}
