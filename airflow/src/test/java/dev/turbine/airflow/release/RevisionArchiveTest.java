package dev.turbine.airflow.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.TestingReleases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TimeZone;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RevisionArchiveTest {
  @TempDir Path folder;
  private TestingProject project;
  private Path archive;
  private Path target;

  @BeforeEach
  void make() throws IOException {
    project = TestingProject.nested(folder.resolve("project"));
    project.script("airflow/include/ü run.sh", "#!/bin/sh\n");
    archive = folder.resolve("release.zip");
    target = folder.resolve("target");
  }

  private Manifest write() {
    Revision revision = project.read();
    Manifest manifest = TestingProject.manifest(revision.content());
    RevisionArchive.write(revision, manifest, archive);
    return manifest;
  }

  @Test
  void archiveComesBackAsItWas() throws IOException {
    Manifest manifest = write();
    ExtractedRevision extracted = RevisionArchive.extract(archive, target);
    assertThat(extracted.manifest()).contains(manifest);
    assertThat(extracted.content()).isEqualTo(manifest.content());
    assertThat(target.resolve("airflow/dags/a.py")).hasContent("a = 1\n");
    assertThat(permissions("airflow/dags/a.py")).isEqualTo("rw-r--r--");
    assertThat(permissions("airflow/include/ü run.sh")).isEqualTo("rwxr-xr-x");
    assertThat(permissions("turbine-activate.sh")).isEqualTo("rwxr-xr-x");
    assertThat(target.resolve("turbine-manifest.json")).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  private String permissions(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(target.resolve(path)));
  }

  /** What CodeDeploy's agent and a person use. */
  @Test
  void otherProgramsReadIt() throws Exception {
    write();
    Process python =
        new ProcessBuilder(
                "python3",
                "-c",
                "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); print(z.testzip());"
                    + "[print(i.filename, oct(i.external_attr >> 16)) for i in z.infolist()]",
                archive.toString())
            .start();
    String listing = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(listing.lines())
        .containsExactly(
            "None",
            "airflow/dags/a.py 0o100644",
            "airflow/include/ü run.sh 0o100755",
            "appspec.yml 0o100644",
            "turbine-activate.sh 0o100755",
            "turbine-manifest.json 0o100644");
  }

  @Test
  void sameContentMakesTheSameBytesInEveryTimeZone() throws IOException {
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
      write();
      byte[] first = Files.readAllBytes(archive);
      TimeZone.setDefault(TimeZone.getTimeZone("America/Los_Angeles"));
      Files.setLastModifiedTime(
          project.root().resolve("airflow/dags/a.py"), FileTime.from(Instant.EPOCH));
      write();
      assertThat(Files.readAllBytes(archive)).isEqualTo(first);
      Revision revision = project.read();
      RevisionArchive.write(
          revision, TestingReleases.manifest(revision.content(), Instant.EPOCH), archive);
      byte[] other = Files.readAllBytes(archive);
      int files = new String(first, StandardCharsets.ISO_8859_1).indexOf("turbine-manifest.json");
      // Its name follows 30 bytes that have its size and checksum.
      assertThat(Arrays.mismatch(first, other)).isGreaterThanOrEqualTo(files - 30);
    } finally {
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void fileThatChangedSinceIsRefusedAndTheOldArchiveStays() throws IOException {
    Revision revision = project.read();
    Files.writeString(archive, "old");
    project.write("airflow/dags/a.py", "a = 2\n");
    assertThatThrownBy(() ->
            RevisionArchive.write(revision, TestingProject.manifest(revision.content()), archive))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("airflow/dags/a.py changed while the release was made");
    assertThat(archive).hasContent("old");
    assertThat(folder).isDirectoryNotContaining("glob:**.new");
  }

  /** Each damage is seen, or does no harm: then the content is what the manifest says. */
  @Test
  void damagedArchiveIsNeverTakenForAnother() throws IOException {
    Manifest manifest = write();
    byte[] whole = Files.readAllBytes(archive);
    int refused = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      if (random.nextInt(4) == 0) {
        damaged = Arrays.copyOf(damaged, random.nextInt(damaged.length));
      }
      Files.write(archive, damaged);
      Path place = folder.resolve("damaged" + seed);
      try {
        assertThat(RevisionArchive.extract(archive, place).content())
            .as("seed %d", seed)
            .isEqualTo(manifest.content());
      } catch (TurbineException e) {
        assertThat(e).as("seed %d", seed).hasMessageContaining("release.zip");
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(200);
  }

  @Test
  void otherFilesThanTheManifestSaysAreRefused() throws IOException {
    ReleaseContent content = TestingReleases.content("same", "other", "gone");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
      add(zip, "same", "same", 0100644);
      add(zip, "other", "changed", 0100644);
      add(zip, "new", "new", 0100644);
      add(
          zip,
          "turbine-manifest.json",
          ManifestJson.write(TestingProject.manifest(content)),
          0100644);
    }
    assertThatThrownBy(() -> RevisionArchive.extract(archive, target))
        .hasMessageStartingWith(archive + " is refused")
        .hasMessageContaining("other: is not what the manifest says")
        .hasMessageContaining("new: is not in the manifest")
        .hasMessageContaining("gone: is in the manifest and not in the archive");
  }

  @Test
  void archiveMadeByHandIsHashedByTheSameRuleAndIgnoresNothing() throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
      zip.putArchiveEntry(new ZipArchiveEntry("tests/"));
      zip.closeArchiveEntry();
      add(zip, "tests/b", "tests/b", 0100600);
      add(zip, "a", "a", 0);
    }
    ExtractedRevision extracted = RevisionArchive.extract(archive, target);
    assertThat(extracted.manifest()).isEmpty();
    assertThat(extracted.content()).isEqualTo(TestingReleases.content("a", "tests/b"));
  }

  @Test
  void damagedArchiveMadeByHandIsRefused() throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
      zip.setMethod(ZipArchiveOutputStream.STORED);
      add(zip, "a", "content", 0100644);
    }
    byte[] bytes = Files.readAllBytes(archive);
    int content = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("content");
    bytes[content] = 'X';
    Files.write(archive, bytes);
    assertThatThrownBy(() -> RevisionArchive.extract(archive, target))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(archive + " is damaged: a is not what was packed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "/evil", "a/../../evil", "a//b", "a\nb"})
  void namesThatLeadElsewhereAreRefusedBeforeAnythingIsWritten(String name) throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
      add(zip, "good", "x", 0100644);
      add(zip, name, "x", 0100644);
    }
    assertThatThrownBy(() -> RevisionArchive.extract(archive, target))
        .isInstanceOf(TurbineException.class);
    assertThat(target).doesNotExist();
    assertThat(folder.resolve("evil")).doesNotExist();
  }

  @Test
  void linksSpecialFilesAndCollisionsAreRefusedAllAtOnce() throws IOException {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
      add(zip, "link", "/etc/passwd", 0120777);
      add(zip, "pipe", "", 0010644);
      add(zip, "twice", "x", 0100644);
      add(zip, "twice", "y", 0100644);
      add(zip, "Case", "x", 0100644);
      add(zip, "case", "x", 0100644);
    }
    assertThatThrownBy(() -> RevisionArchive.extract(archive, target))
        .satisfies(refused -> assertThat(refused.getMessage().lines()).hasSize(5))
        .hasMessageContaining("link: is a link or a special file")
        .hasMessageContaining("pipe: is a link or a special file")
        .hasMessageContaining("twice: is listed twice")
        .hasMessageContaining("case: differs from Case only");
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "PK", "no zip at all"})
  void otherFilesAreNoArchives(String content) throws IOException {
    Files.writeString(archive, content);
    assertThatThrownBy(() -> RevisionArchive.extract(archive, target))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("damaged or no zip file");
  }

  @Test
  void manifestKeepsItsFormAndRefusesEveryOther() {
    Manifest manifest = TestingProject.manifest(TestingReleases.content("ü", "b"));
    String text = ManifestJson.write(manifest);
    assertThat(ManifestJson.read("here", text)).isEqualTo(manifest);
    assertThat(ManifestJson.read("here", text.replaceFirst("\\{", "{\"later\": 1,")))
        .isEqualTo(manifest);
    List<String> wrong =
        List.of(
            "",
            "null",
            "[]",
            "{}",
            text.replace("\"b\"", "\"c\""),
            text.replace("\"3.12\"", "3.12"),
            text.replace("2026", "when"),
            text.substring(0, text.length() / 2));
    assertThat(wrong)
        .allSatisfy(other ->
            assertThatThrownBy(() -> ManifestJson.read("here", other))
                .isInstanceOf(TurbineException.class)
                .hasMessageStartingWith("here is no manifest of a release"));
  }

  private static void add(ZipArchiveOutputStream zip, String name, String text, int mode)
      throws IOException {
    ZipArchiveEntry entry = new ZipArchiveEntry(name);
    entry.setUnixMode(mode);
    zip.putArchiveEntry(entry);
    zip.write(text.getBytes(StandardCharsets.UTF_8));
    zip.closeArchiveEntry();
  }
}
