package dev.turbine.airflow.release;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.ReleaseStore;
import dev.turbine.core.release.Sha256;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/**
 * A revision as one zip file that CodeDeploy takes: appspec.yml at its root, and the manifest as
 * {@link #MANIFEST}. The same content makes the same bytes, but for the manifest.
 */
public final class RevisionArchive {
  /** The manifest's name in an archive; no file of a project may have it. */
  public static final String MANIFEST = "turbine-manifest.json";

  /** A zip's times have no zone. Noon: no zone has ever left this one out for summer time. */
  private static final LocalDateTime TIME = LocalDateTime.of(2000, 1, 1, 12, 0);

  /**
   * Before the release's id in the comment of an archive. It tells one whose manifest was damaged
   * from one that was made by hand.
   */
  static final String COMMENT = "Turbine release ";

  private static final int SAMPLE = 1 << 14;
  private static final int FILE = 0100644;
  private static final int EXECUTABLE = 0100755;

  private RevisionArchive() {}

  /**
   * Writes an archive; it appears at its place as a whole.
   *
   * @param file is replaced; its folder must exist
   * @throws TurbineException if a file of the project changed since the revision was read, or the
   *     archive cannot be written
   */
  public static void write(Revision revision, Manifest manifest, Path file) {
    if (!manifest.content().equals(revision.content())) {
      throw new IllegalArgumentException("The manifest is of another revision: " + manifest.id());
    }
    try {
      FreshFile.replace(file, fresh -> writeZip(revision, manifest, fresh));
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "%s cannot be written: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * Packs a revision for a store and puts it there.
   *
   * @throws TurbineException as {@link #write} and {@link ReleaseStore#put}
   */
  public static void put(Revision revision, Manifest manifest, ReleaseStore store) {
    try {
      Path archive = Files.createTempFile("turbine-" + manifest.id(), ".zip");
      try {
        write(revision, manifest, archive);
        boolean _ = store.put(archive, manifest);
      } finally {
        Files.deleteIfExists(archive);
      }
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE, "Release %s cannot be packed: %s".formatted(manifest.id(), e), e);
    }
  }

  private static void writeZip(Revision revision, Manifest manifest, Path file) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      zip.setEncoding(StandardCharsets.UTF_8.name());
      // A deployment waits for this; the archive travels once.
      zip.setLevel(Deflater.BEST_SPEED);
      zip.setComment(COMMENT + manifest.id());
      for (ReleaseFile entry : revision.content().files()) {
        try (InputStream source = source(revision, entry.path()).open()) {
          add(zip, entry, source);
        }
      }
      byte[] text = ManifestJson.write(manifest).getBytes(StandardCharsets.UTF_8);
      // Last, so that everything before it is the same for the same content.
      ReleaseFile entry = new ReleaseFile(MANIFEST, false, text.length, Sha256.of(text));
      add(zip, entry, new ByteArrayInputStream(text));
    }
  }

  private static Revision.Source source(Revision revision, String path) {
    Revision.Source source = revision.sources().get(path);
    if (source == null) {
      throw new IllegalArgumentException("The revision has no source for " + path);
    }
    return source;
  }

  private static void add(ZipArchiveOutputStream zip, ReleaseFile file, InputStream source)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(file.path());
    entry.setTime(TIME.atZone(ZoneId.systemDefault()).toInstant().toEpochMilli());
    entry.setUnixMode(file.executable() ? EXECUTABLE : FILE);
    entry.setSize(file.size());
    BufferedInputStream content = new BufferedInputStream(source, SAMPLE);
    entry.setMethod(shrinks(content) ? ZipEntry.DEFLATED : ZipEntry.STORED);
    zip.putArchiveEntry(entry);
    copyChecked(file, content, zip);
    zip.closeArchiveEntry();
  }

  /** Whether the content's beginning becomes smaller: pictures and data do not, and cost most. */
  private static boolean shrinks(BufferedInputStream content) throws IOException {
    content.mark(SAMPLE);
    byte[] sample = content.readNBytes(SAMPLE);
    content.reset();
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED, true)) {
      deflater.setInput(sample);
      deflater.finish();
      int size = deflater.deflate(new byte[sample.length + 64]);
      return size < sample.length * 9L / 10;
    }
  }

  /**
   * Copies a file's content.
   *
   * @throws TurbineException if it is not what the listing says
   */
  static void copyChecked(ReleaseFile file, InputStream source, OutputStream to)
      throws IOException {
    MessageDigest digest = Sha256.digest();
    new DigestInputStream(source, digest).transferTo(to);
    if (!Sha256.hex(digest.digest()).equals(file.sha256())) {
      throw new TurbineException(
          Category.PROJECT,
          "%s changed while the release was made of it. Try again.".formatted(file.path()));
    }
  }

  /**
   * Unpacks an archive. Everything that can be is checked before the first file is written, the
   * rest while they are; after a failure the folder has an unknown part of the files.
   *
   * @param archive made by {@link #write}, or by hand: then it has no manifest
   * @param folder empty, or made
   * @throws TurbineException if the archive is damaged, has links, names that lead out of the
   *     folder, too much in it, or other files than its manifest says
   */
  public static ExtractedRevision extract(Path archive, Path folder) {
    try (ArchiveReader reader = ArchiveReader.open(archive)) {
      return reader.extract(folder);
    } catch (IOException e) {
      throw new TurbineException(
          Category.FAILED,
          "%s cannot be unpacked: %s. It is damaged or no zip file."
              .formatted(archive, e.getMessage()),
          e);
    }
  }
}
