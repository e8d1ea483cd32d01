package dev.turbine.airflow.release;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseDiff;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.Sha256;
import dev.turbine.core.yaml.Problems;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads an archive that may be damaged or made to do harm. */
final class ArchiveReader implements AutoCloseable {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int OWNER_MAY_RUN = 0100;

  /** Of a manifest: what 20,000 files with the longest usual paths take. */
  private static final long LARGEST_MANIFEST = 64L << 20;

  private static final int BUFFER = 1 << 16;

  private final Path archive;
  private final String comment;
  private final ZipFile zip;
  private long written;

  private ArchiveReader(Path archive, String comment, ZipFile zip) {
    this.archive = archive;
    this.comment = comment;
    this.zip = zip;
  }

  static ArchiveReader open(Path archive) throws IOException {
    String comment;
    // The other reader, which knows run bits, does not tell comments.
    try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(archive.toFile())) {
      comment = Objects.requireNonNullElse(zip.getComment(), "");
    }
    return new ArchiveReader(archive, comment, ZipFile.builder().setPath(archive).get());
  }

  ExtractedRevision extract(Path folder) throws IOException {
    List<ZipArchiveEntry> entries = checkedEntries();
    Optional<Manifest> manifest = manifest();
    Files.createDirectories(folder);
    List<ReleaseFile> files = new ArrayList<>();
    for (ZipArchiveEntry entry : entries) {
      files.add(extract(entry, folder));
    }
    ReleaseContent content = new ReleaseContent(files);
    manifest.ifPresent(expected -> compare(content, expected));
    if (comment.startsWith(RevisionArchive.COMMENT)
        && !comment.equals(RevisionArchive.COMMENT + content.id())) {
      throw damaged("the archive", "says \"%s\" and has %s in it".formatted(comment, content.id()));
    }
    return new ExtractedRevision(content, manifest);
  }

  private List<ZipArchiveEntry> checkedEntries() {
    Problems problems = new Problems();
    List<ZipArchiveEntry> entries = new ArrayList<>();
    List<ReleaseFile> listing = new ArrayList<>();
    for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
      String name = entry.getName();
      String path = entry.isDirectory() ? name.replaceFirst("/$", "") : name;
      Optional<String> problem = problemOf(entry, path);
      if (problem.isPresent()) {
        problems.add(path, problem.get());
      } else if (!entry.isDirectory() && !path.equals(RevisionArchive.MANIFEST)) {
        entries.add(entry);
        listing.add(new ReleaseFile(path, isExecutable(entry), entry.getSize(), Sha256.OF_NOTHING));
      }
    }
    ReleaseContent.check(listing, problems);
    refuse(problems);
    return entries;
  }

  private Optional<String> problemOf(ZipArchiveEntry entry, String path) {
    int type = entry.getUnixMode() & TYPE;
    if (entry.isUnixSymlink() || (type != 0 && type != REGULAR && !entry.isDirectory())) {
      return Optional.of("is a link or a special file; expected plain files and folders");
    }
    if (!zip.canReadEntryData(entry)) {
      return Optional.of("is encrypted or packed in a way that cannot be read");
    }
    if (entry.getSize() < 0 && !entry.isDirectory()) {
      return Optional.of("has no size");
    }
    return ReleaseFile.problemOf(path);
  }

  private static boolean isExecutable(ZipArchiveEntry entry) {
    return (entry.getUnixMode() & OWNER_MAY_RUN) != 0;
  }

  private Optional<Manifest> manifest() throws IOException {
    ZipArchiveEntry entry = zip.getEntry(RevisionArchive.MANIFEST);
    if (entry == null) {
      return Optional.empty();
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] text = stream.readNBytes((int) LARGEST_MANIFEST);
      return Optional.of(
          ManifestJson.read(
              RevisionArchive.MANIFEST + " in " + archive,
              new String(text, StandardCharsets.UTF_8)));
    }
  }

  private ReleaseFile extract(ZipArchiveEntry entry, Path folder) throws IOException {
    Path file = folder.resolve(entry.getName());
    Files.createDirectories(file.resolveSibling("."));
    MessageDigest digest = Sha256.digest();
    CRC32 check = new CRC32();
    long size = 0;
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
      for (int length = stream.read(buffer); length >= 0; length = stream.read(buffer)) {
        size += length;
        written += length;
        // What an entry says of its size was checked, but need not be true.
        if (written > ReleaseContent.LARGEST) {
          throw damaged(entry.getName(), "has more in it than it says");
        }
        digest.update(buffer, 0, length);
        check.update(buffer, 0, length);
        out.write(buffer, 0, length);
      }
    }
    if (size != entry.getSize() || check.getValue() != entry.getCrc()) {
      throw damaged(entry.getName(), "is not what was packed");
    }
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(isExecutable(entry) ? "rwxr-xr-x" : "rw-r--r--"));
    return new ReleaseFile(entry.getName(), isExecutable(entry), size, Sha256.hex(digest.digest()));
  }

  private TurbineException damaged(String name, String what) {
    return new TurbineException(
        Category.FAILED,
        "%s is damaged: %s %s. Make or fetch it again.".formatted(archive, name, what));
  }

  private void compare(ReleaseContent content, Manifest expected) {
    ReleaseDiff diff = ReleaseDiff.between(expected.content(), content);
    Problems problems = new Problems();
    diff.changed().forEach(path -> problems.add(path, "is not what the manifest says"));
    diff.added().forEach(path -> problems.add(path, "is not in the manifest"));
    diff.removed().forEach(path -> problems.add(path, "is in the manifest and not in the archive"));
    refuse(problems);
  }

  private void refuse(Problems problems) {
    List<String> lines = problems.lines();
    if (!lines.isEmpty()) {
      throw new TurbineException(
          Category.PROJECT,
          "%s is refused. Make or fetch it again:\n%s"
              .formatted(archive, String.join("\n", lines)));
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
