package dev.turbine.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProjectWatchTest {
  @TempDir private Path project;
  private final BlockingQueue<List<String>> seen = new LinkedBlockingQueue<>();
  private volatile boolean broken;
  private ProjectWatch watch;

  @BeforeEach
  void watch() throws Exception {
    write("dags/a.py", "0");
    watch = new ProjectWatch(project, this::look);
    // What was saved before the watch began is told too.
    assertThat(seen.take()).containsExactly("dags/a.py 0");
  }

  @AfterEach
  void stop() throws InterruptedException {
    watch.stop();
  }

  @Test
  void manySavesEndWithTheLastContent() throws Exception {
    for (int i = 1; i <= 50; i++) {
      write("dags/a.py", Integer.toString(i));
    }
    await("dags/a.py 50");
  }

  @Test
  void filesInNewFolders() throws Exception {
    write("dags/deep/deeper/b.py", "1");
    await("dags/a.py 0", "dags/deep/deeper/b.py 1");
    write("dags/deep/deeper/b.py", "2");
    await("dags/a.py 0", "dags/deep/deeper/b.py 2");
  }

  @Test
  void deletedFilesAndFolders() throws Exception {
    write("plugins/p.py", "1");
    await("dags/a.py 0", "plugins/p.py 1");
    Files.delete(project.resolve("plugins/p.py"));
    Files.delete(project.resolve("plugins"));
    await("dags/a.py 0");
    write("plugins/p.py", "2");
    await("dags/a.py 0", "plugins/p.py 2");
  }

  @Test
  void whereTheSystemHasNoWatchItIsLookedAtAgainAndAgain() throws Exception {
    Path archive = project.resolve("project.zip");
    // A zip as a file system knows no watches.
    try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
      Semaphore told = new Semaphore(0);
      ProjectWatch another = new ProjectWatch(zip.getPath("/"), told::release);
      told.acquire(2);
      another.stop();
    }
  }

  @Test
  void nothingIsToldOfTurbinesOwnFolder() throws Exception {
    write(".turbine/logs/scheduler.log", "1");
    write(".git/index", "1");
    write("dags/__pycache__/a.pyc", "1");
    // Many times as long as it takes until something is told; nothing else shows that it is not.
    assertThat(seen.poll(2, TimeUnit.SECONDS)).isNull();
    Files.writeString(project.resolve(".turbine/logs/scheduler.log"), "2");
    Files.setPosixFilePermissions(
        project.resolve(".turbine"), PosixFilePermissions.fromString("rwx------"));
    assertThat(seen.poll(2, TimeUnit.SECONDS)).isNull();
    write("dags/a.py", "1");
    await("dags/a.py 1");
  }

  @Test
  void aDefectOfWhoIsToldDoesNotEndTheWatch() throws Exception {
    broken = true;
    write("dags/a.py", "1");
    assertThat(seen.take()).containsExactly("dags/a.py 1");
    broken = false;
    write("dags/a.py", "2");
    await("dags/a.py 2");
  }

  private void await(String... files) throws InterruptedException {
    List<String> latest;
    do {
      latest = seen.take();
    } while (!latest.equals(List.of(files)));
  }

  private void look() {
    seen.add(files());
    if (broken) {
      throw new IllegalStateException("a defect");
    }
  }

  private List<String> files() {
    try (var all = Files.walk(project)) {
      return all.filter(path -> path.toString().endsWith(".py"))
          .map(path -> project.relativize(path) + " " + text(path))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(String path, String text) throws IOException {
    Path file = project.resolve(path);
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file, text);
  }
}
