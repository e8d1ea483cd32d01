package dev.turbine.airflow.release;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The releases on a disk: in {@code ID/} the files of the revision in {@code revision/}, the
 * snapshot of {@code /airflow} in {@code airflow/}, and {@code manifest.json}.
 *
 * <p>A release is there as a whole or not at all, also after the sudden end of a process; not
 * promised after a loss of power, which may leave files empty that were just written. Safe for
 * several processes.
 */
public final class ReleaseFolder {
  static final String REVISION = "revision";
  static final String AIRFLOW = "airflow";
  static final String MANIFEST = "manifest.json";

  /** With the process that works on it, so that another sees whether it still does. */
  private static final Pattern UNFINISHED =
      Pattern.compile("\\.(?:staging|deleting)-([0-9]+)-([0-9]+)-.*");

  private final Path root;

  private ReleaseFolder(Path root) {
    this.root = root;
  }

  /**
   * Removes what processes left unfinished that are no more.
   *
   * @param root made when missing
   */
  public static ReleaseFolder open(Path root) {
    ReleaseFolder folder = new ReleaseFolder(root.toAbsolutePath());
    try {
      Files.createDirectories(folder.root);
      try (Stream<Path> children = Files.list(folder.root)) {
        for (Path child : children.filter(ReleaseFolder::isLeftOver).toList()) {
          Folders.delete(child);
        }
      }
      return folder;
    } catch (IOException e) {
      throw folder.failed("be opened", e);
    }
  }

  private static boolean isLeftOver(Path folder) {
    Matcher name = UNFINISHED.matcher(folder.getFileName().toString());
    if (!name.matches()) {
      return false;
    }
    // A number of processes comes back, but not with the same start.
    return ProcessHandle.of(Long.parseLong(name.group(1)))
        .filter(process -> Long.parseLong(name.group(2)) == started(process))
        .isEmpty();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** Begins a release; the caller closes it. */
  public StagedRelease stage() {
    try {
      return new StagedRelease(this, Files.createTempDirectory(root, unfinished("staging")));
    } catch (IOException e) {
      throw failed("take a release", e);
    }
  }

  private static String unfinished(String what) {
    ProcessHandle self = ProcessHandle.current();
    return ".%s-%d-%d-".formatted(what, self.pid(), started(self));
  }

  /** The folder of a release, whether it is there or not. */
  public Path folder(ReleaseId id) {
    return root.resolve(id.value());
  }

  /** Where the files of a release's revision are. */
  public Path revision(ReleaseId id) {
    return folder(id).resolve(REVISION);
  }

  /** Where a release's snapshot of {@code /airflow} is. */
  public Path airflow(ReleaseId id) {
    return folder(id).resolve(AIRFLOW);
  }

  /** Whether a release is there. */
  public boolean exists(ReleaseId id) {
    return Files.exists(folder(id).resolve(MANIFEST));
  }

  /** The ids of all folders of releases, damaged ones among them. */
  public List<ReleaseId> ids() {
    try (Stream<Path> children = Files.list(root)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(ReleaseId::isValid)
          .sorted()
          .map(ReleaseId::new)
          .toList();
    } catch (IOException e) {
      throw failed("be listed", e);
    }
  }

  /**
   * The manifests of all releases, the newest first.
   *
   * @throws TurbineException if one is damaged
   */
  public List<Manifest> list() {
    return ids().stream()
        .flatMap(id -> manifest(id).stream())
        .sorted(
            Comparator.comparing(Manifest::made)
                .reversed()
                .thenComparing(manifest -> manifest.id().value()))
        .toList();
  }

  /**
   * What is known about a release; empty when it is not there.
   *
   * @throws TurbineException if it is damaged
   */
  public Optional<Manifest> manifest(ReleaseId id) {
    Path file = folder(id).resolve(MANIFEST);
    try {
      return Optional.of(ManifestJson.read(file.toString(), Files.readString(file)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failed("be read", e);
    }
  }

  /** Removes a release, at once for all who look; nothing happens when it is not there. */
  public void delete(ReleaseId id) {
    try {
      Path holder = Files.createTempDirectory(root, unfinished("deleting"));
      try {
        Files.move(folder(id), holder.resolve(id.value()), StandardCopyOption.ATOMIC_MOVE);
      } catch (NoSuchFileException _) {
        // Not there, or another process was faster.
      }
      Folders.delete(holder);
    } catch (IOException e) {
      throw failed("lose release " + id, e);
    }
  }

  private TurbineException failed(String what, IOException failure) {
    return new TurbineException(
        Category.MACHINE,
        "The folder of releases %s could not %s: %s".formatted(root, what, failure),
        failure);
  }
}
