package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.appspec.FileExistsBehavior;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {
  @TempDir private Path folder;
  private Path root;
  private Path cleanup;

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectory(folder.resolve("root"));
    cleanup = folder.resolve("group-cleanup");
  }

  @Test
  void filesLandWithContentModeAndTime() throws Exception {
    TestingRevision revision = revision("one").file("a", "A").script("bin/b", "true");
    FileTime old = FileTime.from(Instant.parse("2020-01-02T03:04:05Z"));
    Files.setLastModifiedTime(revision.folder().resolve("a"), old);
    install(revision);
    assertThat(root.resolve("app/a")).hasContent("A");
    assertThat(Files.getLastModifiedTime(root.resolve("app/a"))).isEqualTo(old);
    assertThat(mode("app/bin/b")).isEqualTo("rwxr-xr-x");
    assertThat(root.resolve("app/appspec.yml")).exists();
  }

  @Test
  void foldersAreMadeWithTheModeOfNewFoldersNotWithTheirs() throws Exception {
    TestingRevision revision = revision("one").file("d/a", "A");
    Files.setPosixFilePermissions(
        revision.folder().resolve("d"), PosixFilePermissions.fromString("rwx------"));
    install(revision);
    Path fresh = Files.createDirectory(folder.resolve("fresh"));
    assertThat(Files.getPosixFilePermissions(root.resolve("app/d")))
        .isEqualTo(Files.getPosixFilePermissions(fresh));
  }

  @Test
  void whatTheLastInstallationPutThereGoesFirst() throws Exception {
    install(revision("one").file("a", "1").file("d/e/b", "1"));
    install(revision("two").file("a", "2").file("c", "2"));
    assertThat(names()).containsExactly("app", "app/a", "app/appspec.yml", "app/c");
    assertThat(root.resolve("app/a")).hasContent("2");
  }

  /** Files that come again as they were are not written again, and look the same. */
  @Test
  void whatDidNotChangeIsTheSameFileAndWhatDidIsNew() throws Exception {
    TestingRevision first = revision("one").file("a", "A").file("b", "1").script("c", "true");
    install(first);
    Object unchanged = Files.getAttribute(root.resolve("app/a"), "unix:ino");
    List<String> before = TestingRevision.describe(root);
    Files.writeString(root.resolve("app/c"), "changed by somebody");
    install(first);
    assertThat(TestingRevision.describe(root)).isEqualTo(before);
    assertThat(Files.getAttribute(root.resolve("app/a"), "unix:ino")).isEqualTo(unchanged);
    first.file("b", "2");
    install(first);
    assertThat(root.resolve("app/b")).hasContent("2");
    assertThat(wastebasket().folder()).isNotEmptyDirectory();
  }

  @Test
  void whatOthersPutThereStays() throws Exception {
    Files.createDirectories(root.resolve("app/kept"));
    install(revision("one").file("d/a", "1").file("e/b", "1"));
    Files.writeString(root.resolve("app/d/__pycache__"), "not ours");
    Files.delete(root.resolve("app/e/b"));
    install(revision("two").file("x", "2"));
    assertThat(names())
        .containsExactly(
            "app", "app/appspec.yml", "app/d", "app/d/__pycache__", "app/kept", "app/x");
  }

  @Test
  void aFileOfOthersIsNotReplacedUnlessItMayBe() throws Exception {
    Files.createDirectories(root.resolve("app"));
    Files.writeString(root.resolve("app/a"), "not ours");
    TestingRevision revision = revision("one").file("a", "ours").file("b", "ours");
    assertThatThrownBy(() -> install(revision))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("/app/a exists");
    assertThat(names()).containsExactly("app", "app/a");
    install(revision, FileExistsBehavior.RETAIN);
    assertThat(root.resolve("app/a")).hasContent("not ours");
    assertThat(root.resolve("app/b")).hasContent("ours");
    install(revision, FileExistsBehavior.OVERWRITE);
    assertThat(root.resolve("app/a")).hasContent("ours");
  }

  @Test
  void aFileThatWasOverwrittenGoesWithTheNextInstallation() throws Exception {
    Files.createDirectories(root.resolve("app"));
    Files.writeString(root.resolve("app/a"), "not ours");
    install(revision("one").file("a", "ours"), FileExistsBehavior.OVERWRITE);
    install(revision("two"));
    assertThat(names()).containsExactly("app", "app/appspec.yml");
  }

  @Test
  void anInstallationThatIsRefusedHasTakenTheLastOneAway() throws Exception {
    install(revision("one").file("a", "1"));
    TestingRevision refused =
        new TestingRevision(folder.resolve("two"))
            .appSpec("files: [{source: missing, destination: /app}]");
    assertThatThrownBy(() -> install(refused))
        .hasMessageContaining("the revision has no 'missing'");
    assertThat(names()).isEmpty();
  }

  @Test
  void linksToFilesStayLinks() throws Exception {
    TestingRevision revision = revision("one").file("a", "A");
    Files.createSymbolicLink(revision.folder().resolve("l"), Path.of("a"));
    Files.createSymbolicLink(revision.folder().resolve("nowhere"), Path.of("missing"));
    install(revision);
    assertThat(Files.readSymbolicLink(root.resolve("app/l"))).isEqualTo(Path.of("a"));
    assertThat(Files.readSymbolicLink(root.resolve("app/nowhere"))).isEqualTo(Path.of("missing"));
    install(revision("two"));
    assertThat(names()).containsExactly("app", "app/appspec.yml");
  }

  @Test
  void linksToFoldersBecomeFolders() throws Exception {
    TestingRevision revision = revision("one").file("d/a", "A");
    Files.createSymbolicLink(revision.folder().resolve("l"), Path.of("d"));
    install(revision);
    assertThat(root.resolve("app/l")).isDirectory();
    assertThat(Files.isSymbolicLink(root.resolve("app/l"))).isFalse();
    assertThat(root.resolve("app/l/a")).hasContent("A");
  }

  @Test
  void whatCannotBeInstalledIsRefusedAllAtOnce() throws Exception {
    TestingRevision revision = revision("one").file("d/a", "A");
    Files.createSymbolicLink(revision.folder().resolve("d/round"), Path.of("../d"));
    Files.createSymbolicLink(revision.folder().resolve("out"), folder);
    assertThatThrownBy(() -> install(revision))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("the link 'd/round' leads to a folder that it is in")
        .hasMessageContaining("the link 'out' leads out of the revision");
  }

  @Test
  void aNamedPipeIsRefused() throws Exception {
    TestingRevision revision = revision("one");
    Process made =
        new ProcessBuilder("mkfifo", revision.folder().resolve("pipe").toString()).start();
    assertThat(made.waitFor()).isZero();
    assertThatThrownBy(() -> install(revision))
        .hasMessage("'pipe' is neither a file nor a folder nor a link");
  }

  @Test
  void modesAreSetWithAllTheirBits() throws Exception {
    TestingRevision revision =
        new TestingRevision(folder.resolve("one"))
            .appSpec(
                TestingRevision.EVERYTHING
                    + "permissions:\n"
                    + "- {object: /app/a, mode: 4750}\n"
                    + "- {object: /app, pattern: d, mode: 1777}\n")
            .file("a", "A")
            .file("d/b", "B");
    install(revision);
    assertThat(Files.getAttribute(root.resolve("app/a"), "unix:mode"))
        .isEqualTo(0b1000_100_111_101_000);
    assertThat((int) Files.getAttribute(root.resolve("app/d"), "unix:mode") & 0b111_111_111_111)
        .isEqualTo(0b001_111_111_111);
  }

  @Test
  void readOnlyFoldersOfTheLastInstallationGoToo() throws Exception {
    TestingRevision locked =
        new TestingRevision(folder.resolve("one"))
            .appSpec(
                TestingRevision.EVERYTHING
                    + "permissions: [{object: /app, type: [directory], mode: 555}]\n")
            .file("d/e/a", "A")
            .file("f/b", "B");
    install(locked);
    assertThat(mode("app/d/e")).isEqualTo("r-xr-xr-x");
    install(revision("two"));
    assertThat(names()).containsExactly("app", "app/appspec.yml");
  }

  @Test
  void nothingOutsideOfTheRootIsChanged() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("a"), "outside");
    Files.createSymbolicLink(root.resolve("app"), outside);
    assertThatThrownBy(() -> install(revision("one").file("b", "B")))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("behind a link to " + outside);
    assertThat(outside).isDirectoryNotContaining("glob:**/b");

    Files.delete(root.resolve("app"));
    Files.createDirectory(root.resolve("app"));
    Files.createSymbolicLink(root.resolve("app/a"), outside.resolve("a"));
    install(revision("two").file("a", "A"), FileExistsBehavior.OVERWRITE);
    assertThat(root.resolve("app/a")).hasContent("A");
    assertThat(outside.resolve("a")).hasContent("outside");
  }

  @Test
  void theModeOfWhatALinkLeadsOutToIsNotChanged() throws Exception {
    Path outside = Files.writeString(folder.resolve("outside"), "outside");
    TestingRevision revision =
        new TestingRevision(folder.resolve("one"))
            .appSpec(TestingRevision.EVERYTHING + "permissions: [{object: /app/l, mode: 777}]\n");
    Files.createSymbolicLink(revision.folder().resolve("l"), outside);
    String before = PosixFilePermissions.toString(Files.getPosixFilePermissions(outside));
    assertThatThrownBy(() -> install(revision)).hasMessageContaining("behind a link");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(outside)))
        .isEqualTo(before);
  }

  @Test
  void everyPathIsWrittenDown() throws Exception {
    install(revision("one").file("d/a", "A"));
    assertThat(cleanup).hasContent("/app\n/app/appspec.yml\n/app/d\n/app/d/a\n");
  }

  @Test
  void everyPathIsWrittenDownBeforeItIsTouched() throws Exception {
    String longName = "x".repeat(300);
    TestingRevision impossible =
        new TestingRevision(folder.resolve("one"))
            .appSpec("files: [{source: a, destination: /app/%s}]".formatted(longName))
            .file("a", "A");
    assertThatThrownBy(() -> install(impossible)).isInstanceOf(IOException.class);
    assertThat(cleanup).hasContent("/app\n/app/" + longName + "\n");
  }

  @Test
  void aLineThatWasCutOffIsLeftOut() throws Exception {
    Files.createDirectories(root.resolve("app"));
    Files.writeString(root.resolve("app/a"), "installed");
    Files.writeString(root.resolve("app/ab"), "not ours");
    Files.writeString(cleanup, "/app/gone\n/app/a\n/app/ab");
    new CleanupFile(cleanup, new TargetRoot(root), wastebasket()).undo();
    assertThat(names()).containsExactly("app", "app/ab");
    assertThat(cleanup).doesNotExist();
  }

  @Test
  void anInterruptionStopsItAndTheNextInstallationIsWhole() throws Exception {
    TestingRevision revision = revision("one").file("a", "A");
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> install(revision)).isInstanceOf(InterruptedException.class);
    install(revision);
    assertThat(names()).containsExactly("app", "app/a", "app/appspec.yml");
  }

  private TestingRevision revision(String name) throws IOException {
    return new TestingRevision(folder.resolve(name)).appSpec(TestingRevision.EVERYTHING);
  }

  private void install(TestingRevision revision) throws IOException, InterruptedException {
    install(revision, FileExistsBehavior.DISALLOW);
  }

  private void install(TestingRevision revision, FileExistsBehavior behavior)
      throws IOException, InterruptedException {
    TargetRoot target = new TargetRoot(root);
    RevisionFolder unpacked = new RevisionFolder(revision.folder());
    new Installer(target, new CleanupFile(cleanup, target, wastebasket()), "me")
        .install(unpacked.appSpec(), unpacked, behavior);
  }

  private String mode(String path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve(path)));
  }

  private List<String> names() throws IOException {
    return TestingRevision.describe(root).stream()
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  private Wastebasket wastebasket() {
    return new Wastebasket(root.resolveSibling("removed"));
  }
}
