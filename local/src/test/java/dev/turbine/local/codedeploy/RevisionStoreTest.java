package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionStoreTest {
  @TempDir private Path state;

  @Test
  void aRevisionIsCopied() throws Exception {
    TestingRevision revision =
        new TestingRevision(state.resolve("source")).appSpec("").script("bin/a", "true");
    Files.createSymbolicLink(revision.folder().resolve("l"), Path.of("bin/a"));
    add("d-1", new FolderBundle(revision.folder()));
    assertThat(TestingRevision.describe(archive("d-1")))
        .isEqualTo(TestingRevision.describe(revision.folder()));
  }

  @Test
  void aReadOnlyFolderIsCopiedToo() throws Exception {
    TestingRevision revision = new TestingRevision(state.resolve("source")).file("d/a", "A");
    assertThat(revision.folder().resolve("d").toFile().setWritable(false)).isTrue();
    add("d-1", new FolderBundle(revision.folder()));
    assertThat(archive("d-1").resolve("d/a")).hasContent("A");
    assertThat(revision.folder().resolve("d").toFile().setWritable(true)).isTrue();
  }

  @Test
  void whatIsReadOnlyInARevisionMayBeWrittenByAHook() throws Exception {
    TestingRevision revision = new TestingRevision(state.resolve("source")).script("bin/a", "true");
    Files.setPosixFilePermissions(
        revision.folder().resolve("bin/a"), PosixFilePermissions.fromString("r-xr-xr-x"));
    add("d-1", new FolderBundle(revision.folder()));
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(archive("d-1").resolve("bin/a"))))
        .isEqualTo("rwxr-xr-x");
  }

  @Test
  void anOnlyFolderWithTheAppspecIsTakenForTheRevision() throws Exception {
    add(
        "d-1",
        (folder, _) -> new TestingRevision(folder.resolve("project")).appSpec("").file("a", "A"));
    assertThat(archive("d-1").resolve("a")).hasContent("A");
    assertThat(archive("d-1").resolve("appspec.yml")).exists();
  }

  @Test
  void anyOtherOnlyFolderStaysOne() throws Exception {
    add("d-1", (folder, _) -> new TestingRevision(folder).file("project/a", "A"));
    assertThat(archive("d-1").resolve("project/a")).exists();
    add(
        "d-2",
        (folder, _) -> new TestingRevision(folder.resolve("project")).appSpec("").file("../b", ""));
    assertThat(archive("d-2").resolve("project/appspec.yml")).exists();
  }

  @Test
  void aRepeatedDeploymentUnpacksAnew() throws Exception {
    add("d-1", (folder, _) -> new TestingRevision(folder).file("a", "1"));
    assertThatThrownBy(() ->
            add(
                "d-1",
                (folder, _) -> {
                  new TestingRevision(folder).file("b", "2");
                  throw new IOException("cut off");
                }))
        .hasMessage("cut off");
    assertThat(archive("d-1").resolve("a")).exists();
    add("d-1", (folder, _) -> new TestingRevision(folder).file("c", "3"));
    assertThat(TestingRevision.describe(archive("d-1")))
        .singleElement()
        .asString()
        .startsWith("c ");
  }

  @Test
  void theOldestGoButNeverTheInstalledOne() throws Exception {
    DeploymentFolders folders = new DeploymentFolders(state);
    Files.createDirectories(folders.instructions());
    for (int i = 1; i <= 5; i++) {
      add("d-" + i, (folder, _) -> new TestingRevision(folder).file("a", "A"));
      Files.setLastModifiedTime(
          folders.deployment("group", "d-" + i), FileTime.from(Instant.ofEpochSecond(1000 + i)));
    }
    folders.recordInstalled("group", "d-1");
    add("d-6", (folder, _) -> new TestingRevision(folder).file("a", "A"));
    assertThat(folders.group("group")).isDirectoryNotContaining("glob:**/d-2");
    assertThat(state.resolve("group").toFile().list())
        .containsExactlyInAnyOrder("d-1", "d-3", "d-4", "d-5", "d-6");
  }

  @Test
  void theFilesOfTheOldestAreUsedAgainIfTheyAreTheSame() throws Exception {
    TestingRevision revision =
        new TestingRevision(state.resolve("source")).script("same", "true").file("other", "1");
    DeploymentFolders folders = new DeploymentFolders(state);
    Files.createDirectories(folders.instructions());
    for (int i = 1; i <= 5; i++) {
      add("d-" + i, new FolderBundle(revision.folder()));
      Files.setLastModifiedTime(
          folders.deployment("group", "d-" + i), FileTime.from(Instant.ofEpochSecond(1000 + i)));
    }
    Object same = Files.getAttribute(archive("d-1").resolve("same"), "unix:ino");
    revision.file("other", "2");
    add("d-6", new FolderBundle(revision.folder()));
    assertThat(Files.getAttribute(archive("d-6").resolve("same"), "unix:ino")).isEqualTo(same);
    assertThat(archive("d-6").resolve("other")).hasContent("2");
    assertThat(TestingRevision.describe(archive("d-6")))
        .isEqualTo(TestingRevision.describe(revision.folder()));
  }

  private void add(String deploymentId, Bundle bundle) throws IOException, InterruptedException {
    new RevisionStore(new DeploymentFolders(state), "group").add(deploymentId, bundle);
  }

  private Path archive(String deploymentId) {
    return new DeploymentFolders(state).archive("group", deploymentId);
  }
}
