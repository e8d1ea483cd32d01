package dev.turbine.airflow.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseFolderTest {
  @TempDir Path folder;
  private TestingProject project;
  private Path root;

  @BeforeEach
  void make() throws IOException {
    project = TestingProject.nested(folder.resolve("project"));
    project.script("airflow/run.sh", "#!/bin/sh\n");
    root = folder.resolve("releases");
  }

  private boolean add(ReleaseFolder releases, Revision revision) {
    try (StagedRelease staged = releases.stage()) {
      staged.copy(revision, Optional.empty());
      staged.snapshot(staged.revision().resolve("airflow"), Optional.empty());
      return staged.commit(TestingProject.manifest(revision.content()));
    }
  }

  @Test
  void sharesWhatDidNotChangeWithASimilarReleaseAndOutlivesIt() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Revision first = project.read();
    assertThat(add(releases, first)).isTrue();
    project.write("airflow/dags/new.py", "new\n");
    Revision second = project.read();
    ReleaseId old = first.content().id();
    ReleaseId id = second.content().id();
    Manifest manifest = TestingProject.manifest(second.content());
    try (StagedRelease staged = releases.stage()) {
      staged.copy(second, releases.manifest(old));
      staged.snapshot(staged.revision().resolve("airflow"), Optional.of(old));
      assertThat(staged.commit(manifest)).isTrue();
    }
    Path script = releases.revision(id).resolve("airflow/run.sh");
    assertThat(Files.isSameFile(script, releases.revision(old).resolve("airflow/run.sh"))).isTrue();

    releases.delete(old);
    assertThat(script).hasContent("#!/bin/sh\n");
    assertThat(releases.revision(id).resolve("airflow/dags/new.py")).hasContent("new\n");
    assertThat(Files.isExecutable(script)).isTrue();
  }

  @Test
  void aSnapshotSharesWhatIsTheSameAndOnlyThat() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    project.write("airflow/dags/same.py", "same\n");
    Revision first = project.read();
    assertThat(add(releases, first)).isTrue();
    Path old = releases.airflow(first.content().id());
    Path deployed = project.root().resolve("airflow");
    project.write("airflow/dags/a.py", "a = 2\n");
    Files.setPosixFilePermissions(
        deployed.resolve("run.sh"), PosixFilePermissions.fromString("rw-r--r--"));
    try (StagedRelease staged = releases.stage()) {
      staged.snapshot(deployed, Optional.of(first.content().id()));
      Path fresh = staged.airflow();
      assertThat(Files.isSameFile(fresh.resolve("dags/same.py"), old.resolve("dags/same.py")))
          .isTrue();
      assertThat(fresh.resolve("dags/a.py")).hasContent("a = 2\n");
      assertThat(Files.isExecutable(fresh.resolve("run.sh"))).isFalse();
    }
    assertThat(old.resolve("dags/a.py")).hasContent("a = 1\n");
    assertThat(Files.isExecutable(old.resolve("run.sh"))).isTrue();
  }

  @Test
  void releaseIsThereWhenItIsCommittedAndReadOnly() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Revision revision = project.read();
    Manifest manifest = TestingProject.manifest(revision.content());
    try (StagedRelease staged = releases.stage()) {
      staged.copy(revision, Optional.empty());
      staged.snapshot(project.root().resolve("airflow"), Optional.empty());
      assertThat(releases.list()).isEmpty();
      assertThat(releases.exists(manifest.id())).isFalse();
      Files.setPosixFilePermissions(
          staged.revision().resolve("airflow/dags"), PosixFilePermissions.fromString("rwx------"));
      assertThat(staged.commit(manifest)).isTrue();
    }
    assertThat(releases.exists(manifest.id())).isTrue();
    assertThat(releases.list()).containsExactly(manifest);
    assertThat(names()).containsExactly(manifest.id().value());
    Path script = releases.airflow(manifest.id()).resolve("run.sh");
    assertThat(permissions(script)).isEqualTo("r-xr-xr-x");
    assertThat(permissions(releases.airflow(manifest.id()).resolve("dags/a.py")))
        .isEqualTo("r--r--r--");
    assertThat(releases.revision(manifest.id()).resolve("airflow/dags/a.py")).hasContent("a = 1\n");
    assertThat(permissions(releases.folder(manifest.id()).resolve("manifest.json")))
        .isEqualTo("r--r--r--");
    // Services of another user read it.
    assertThat(permissions(releases.revision(manifest.id()).resolve("airflow/dags")))
        .isEqualTo("rwxr-xr-x");
    assertThat(permissions(releases.folder(manifest.id()))).isEqualTo("rwxr-xr-x");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> children = Files.list(root)) {
      return children.map(child -> child.getFileName().toString()).toList();
    }
  }

  @Test
  void secondReleaseOfTheSameContentLeavesTheFirst() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Revision revision = project.read();
    assertThat(add(releases, revision)).isTrue();
    assertThat(add(releases, revision)).isFalse();
    assertThat(names()).containsExactly(revision.content().id().value());
  }

  @Test
  void ofReleasesMadeAtOnceOneIsKept() throws Exception {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Revision revision = project.read();
    Callable<Boolean> add = () -> add(releases, revision);
    int added = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Boolean> result :
          threads.invokeAll(IntStream.range(0, 12).mapToObj(_ -> add).toList())) {
        added += result.get() ? 1 : 0;
      }
    }
    assertThat(added).isEqualTo(1);
    assertThat(names()).containsExactly(revision.content().id().value());
    assertThat(releases.list()).hasSize(1);
  }

  @Test
  void uncommittedReleaseIsRemovedWhenItIsClosed() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    try (StagedRelease staged = releases.stage()) {
      staged.copy(project.read(), Optional.empty());
    }
    assertThat(names()).isEmpty();
  }

  @Test
  void leftoversOfDeadProcessesAreRemovedAndThoseOfLivingOnesStay() throws Exception {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Path old = root.resolve(".staging-%d-1700000000000-x".formatted(dead.pid()));
    Files.createDirectories(old.resolve("revision/a"));
    // A number that lives again with another start.
    long self = ProcessHandle.current().pid();
    Files.createDirectories(root.resolve(".deleting-%d-1-x".formatted(self)).resolve("b"));
    try (StagedRelease staged = releases.stage()) {
      ReleaseFolder.open(root);
      assertThat(names()).hasSize(1).allMatch(name -> name.startsWith(".staging-" + self));
      staged.copy(project.read(), Optional.empty());
      assertThat(staged.revision().resolve("airflow/dags/a.py")).exists();
    }
  }

  @Test
  void deletedReleaseIsGoneAndCanComeBack() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Revision revision = project.read();
    add(releases, revision);
    releases.delete(revision.content().id());
    releases.delete(revision.content().id());
    assertThat(names()).isEmpty();
    assertThat(releases.exists(revision.content().id())).isFalse();
    assertThat(add(releases, revision)).isTrue();
  }

  @Test
  void fileThatChangedSinceIsRefused() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    Revision revision = project.read();
    project.write("airflow/dags/a.py", "a = 2\n");
    assertThatThrownBy(() -> add(releases, revision))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("airflow/dags/a.py changed while the release was made");
    assertThat(names()).isEmpty();
  }

  @Test
  void snapshotKeepsLinksAsLinks() throws IOException {
    ReleaseFolder releases = ReleaseFolder.open(root);
    project.link("airflow/dags/link.py", "a.py");
    Revision revision = project.read();
    try (StagedRelease staged = releases.stage()) {
      staged.snapshot(project.root().resolve("airflow"), Optional.empty());
      staged.commit(TestingProject.manifest(revision.content()));
    }
    Path link = releases.airflow(revision.content().id()).resolve("dags/link.py");
    assertThat(Files.readSymbolicLink(link)).isEqualTo(Path.of("a.py"));
    assertThat(link).hasContent("a = 1\n");
  }
}
