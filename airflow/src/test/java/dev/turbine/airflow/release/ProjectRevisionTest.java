package dev.turbine.airflow.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.turbine.core.TurbineException;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectRevisionTest {
  @TempDir Path folder;
  private TestingProject project;

  @BeforeEach
  void make() throws IOException {
    project = TestingProject.nested(folder.resolve("project"));
  }

  @Test
  void projectWithoutAppSpecGetsTheDefaultOne() throws IOException {
    Revision revision = project.read();
    assertThat(TestingProject.paths(revision.content()))
        .containsExactly("airflow/dags/a.py", "appspec.yml", "turbine-activate.sh");
    assertThat(text(revision, "appspec.yml"))
        .isEqualTo(
            """
            version: 0.0
            os: linux
            files:
              - source: airflow
                destination: /airflow
            file_exists_behavior: OVERWRITE
            hooks:
              ApplicationStart:
                - location: turbine-activate.sh
                  timeout: 600
            """);
    assertThat(text(revision, "turbine-activate.sh"))
        .isEqualTo("#!/bin/sh\nexec turbine-agent activate\n");
    assertThat(revision.content().file("turbine-activate.sh").orElseThrow().executable()).isTrue();
  }

  @Test
  void flatProjectsPartsAreInstalledOneByOneWhenTheyAreThere() throws IOException {
    TestingProject flat = new TestingProject(folder.resolve("flat"));
    flat.write("dags/a.py", "");
    flat.write("requirements.txt", "");
    flat.write("include/skipped.sql", "");
    flat.write(".turbineignore", "include/\n");
    assertThat(text(flat.read(), "appspec.yml"))
        .contains(
            """
            files:
              - source: dags
                destination: /airflow/dags
              - source: requirements.txt
                destination: /airflow
            file_exists_behavior\
            """);
  }

  @Test
  void ownAppSpecIsTaken() throws IOException {
    project.write("appspec.yml", "mine");
    Revision revision = project.read();
    assertThat(TestingProject.paths(revision.content()))
        .containsExactly("airflow/dags/a.py", "appspec.yml");
    assertThat(text(revision, "appspec.yml")).isEqualTo("mine");
  }

  @Test
  void namesThatTurbineNeedsAreRefused() throws IOException {
    project.write("turbine-activate.sh", "");
    project.write("turbine-manifest.json", "");
    assertThatThrownBy(project::read)
        .hasMessageContaining("turbine-activate.sh: is the script")
        .hasMessageContaining("turbine-manifest.json: is a name that Turbine needs");
  }

  @Test
  void projectWithNothingToReleaseIsRefused() throws IOException {
    project.write(".turbineignore", "*.py\n");
    assertThatThrownBy(project::read).hasMessageContaining("has nothing to release");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".git/config",
        ".turbine/secrets.json",
        ".env",
        ".env.local",
        ".venv/bin/python",
        "venv/x",
        "airflow/dags/__pycache__/a.pyc",
        "airflow/a.pyc",
        ".pytest_cache/x",
        ".mypy_cache/x",
        ".ruff_cache/x",
        ".idea/x",
        ".vscode/x",
        "airflow/.DS_Store",
        "node_modules/x",
        "tests/test_a.py",
        "airflow_settings.yaml",
        "logs/x"
      })
  void whatIsNoPartOfAReleaseIsLeftOut(String path) throws IOException {
    ReleaseId before = project.read().content().id();
    project.write(path, "x");
    assertThat(project.paths()).doesNotContain(path);
    assertThat(project.read().content().id()).isEqualTo(before);
  }

  @Test
  void ownRulesComeAfterTheDefaults() throws IOException {
    project.write(".turbineignore", "# data\n*.csv\n!keep.csv\n/docs/\n!.env.example\n!tests/\n");
    for (String path :
        List.of("a.csv", "b/keep.csv", "docs/x", "b/docs/y", ".env.example", "tests/t.py")) {
      project.write(path, "x");
    }
    assertThat(project.paths())
        .contains("b/keep.csv", "b/docs/y", ".env.example", "tests/t.py", ".turbineignore")
        .doesNotContain("a.csv", "docs/x");
  }

  @Test
  void secretsNeverEnterWhateverTheRulesSay() throws IOException {
    project.write(
        ".turbineignore", "!.env\n!airflow_settings.yaml\n!.turbine/\n!.turbine/**\n!*\n");
    project.write(".env", "A=1");
    project.write("airflow/.env", "A=1");
    project.write("airflow_settings.yaml", "x");
    project.write(".turbine/secrets.json", "x");
    assertThat(project.paths())
        .noneMatch(path -> path.contains(".env") || path.contains("settings"))
        .noneMatch(path -> path.startsWith(".turbine/"));
  }

  @Test
  void secretsDoNotEnterByOtherNames() throws IOException {
    project.write(".env", "A=1");
    project.write(".turbine/secrets.json", "x");
    project.link("airflow/dags/settings.txt", "../../.env");
    project.link("airflow/include", "../.turbine");
    assertThatThrownBy(project::read)
        .hasMessageContaining("airflow/dags/settings.txt: is a link to ../../.env, which may hold")
        .hasMessageContaining("airflow/include: is a link to ../.turbine, which may hold secrets");
  }

  @Test
  void badRuleIsNamedWithItsLine() throws IOException {
    project.write(".turbineignore", "*.csv\n/\n");
    assertThatThrownBy(project::read).hasMessageContaining(".turbineignore:2: \"/\" is no pattern");
  }

  @Test
  void linksWithinTheProjectAreFollowed() throws IOException {
    project.write("shared/sql/q.sql", "SELECT");
    project.link("airflow/dags/q.sql", "../../shared/sql/q.sql");
    project.link("airflow/include", "../shared");
    Revision revision = project.read();
    assertThat(TestingProject.paths(revision.content()))
        .contains("airflow/dags/q.sql", "airflow/include/sql/q.sql", "shared/sql/q.sql");
    assertThat(text(revision, "airflow/dags/q.sql")).isEqualTo("SELECT");
    assertThat(revision.content().file("airflow/dags/q.sql").orElseThrow().size()).isEqualTo(6);
  }

  @Test
  void allThatCannotGoInIsReportedAtOnce() throws Exception {
    project.link("airflow/dags/out.py", "/etc/hostname");
    project.link("airflow/dags/nowhere.py", "missing.py");
    project.link("airflow/dags/loop", "../../airflow");
    project.write("airflow/dags/A.py", "");
    project.write("airflow/dags/line\nbreak.py", "");
    Path pipe = project.root().resolve("airflow/dags/pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    // The address of a socket is short: its folder's name is not.
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      Path made = Files.createTempDirectory(Path.of("/tmp"), "s").resolve("s");
      socket.bind(UnixDomainSocketAddress.of(made));
      Files.move(made, project.root().resolve("airflow/dags/socket"));
      Files.delete(made.getParent());
      assertThatThrownBy(project::read)
          .isInstanceOf(TurbineException.class)
          .hasMessageContaining("7 problems in " + project.root())
          .hasMessageContaining("dags/out.py: is a link to /etc/hostname, out of the project")
          .hasMessageContaining("dags/nowhere.py: is a link to missing.py, which does not exist")
          .hasMessageContaining("dags/loop: is a link to ../../airflow, a folder that it is in")
          .hasMessageContaining("dags/pipe: is a pipe, socket or device")
          .hasMessageContaining("dags/socket: is a pipe, socket or device")
          .hasMessageContaining("break.py: has a control character")
          .hasMessageContaining("dags/a.py: differs from airflow/dags/A.py only in upper");
    }
  }

  @Test
  void ignoredLinksAndPipesAreNoProblem() throws IOException {
    project.link("airflow/dags/out.py", "/etc/hostname");
    project.link("venv/bin/python", "/usr/bin/python3");
    project.write(".turbineignore", "out.py\n");
    assertThat(project.paths()).doesNotContain("airflow/dags/out.py", "venv/bin/python");
  }

  @Test
  void foldersLinkedToOneAnotherEnd() throws IOException {
    project.link("airflow/dags/x/y", "../../include");
    project.link("airflow/include/z", "../dags/x");
    assertThatThrownBy(project::read).hasMessageContaining("a folder that it is in");
  }

  @Test
  void unreadableFileIsNamed() throws IOException {
    Path file = project.write("airflow/dags/secret.py", "x");
    Files.setPosixFilePermissions(file, Set.of());
    assumeFalse(Files.isReadable(file), "root may read every file");
    assertThatThrownBy(project::read)
        .hasMessageContaining("airflow/dags/secret.py: cannot be read: permission denied");
  }

  @Test
  void idDoesNotDependOnTimeOwnerUmaskOrTheOrderOfWriting() throws IOException {
    for (long seed = 0; seed < 25; seed++) {
      Random random = new Random(seed);
      List<String> names = new ArrayList<>();
      for (int number = 0; number < 12; number++) {
        names.add("airflow/dags/" + random.nextInt(4) + "/" + number + ".py");
      }
      TestingProject first = anyProject("first" + seed, names, "rwx------", random);
      Collections.shuffle(names, random);
      TestingProject second = anyProject("second" + seed, names, "rwxrwxrwx", random);
      assertThat(second.read().content()).as("seed %d", seed).isEqualTo(first.read().content());
    }
  }

  private TestingProject anyProject(
      String name, List<String> files, String permissions, Random random) throws IOException {
    TestingProject made = new TestingProject(folder.resolve(name));
    for (String path : files) {
      Path file = made.write(path, path);
      boolean executable = path.contains("1");
      Files.setPosixFilePermissions(
          file,
          PosixFilePermissions.fromString(
              executable ? permissions : permissions.replace('x', '-')));
      Files.setLastModifiedTime(
          file, FileTime.from(Instant.ofEpochSecond(random.nextInt(1_000_000_000))));
      if (Files.getOwner(file).getName().equals("root") && random.nextBoolean()) {
        // Only root may give a file away; for others all files have one owner.
        Files.setAttribute(file, "unix:uid", 1 + random.nextInt(1000));
      }
    }
    return made;
  }

  @Test
  void idDependsOnContentNameAndRunBit() throws IOException {
    ReleaseId id = project.read().content().id();
    Path file = project.write("airflow/dags/a.py", "a = 2\n");
    assertThat(project.read().content().id()).isNotEqualTo(id);
    project.script("airflow/dags/a.py", "a = 1\n");
    assertThat(project.read().content().id()).isNotEqualTo(id);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(project.read().content().id()).isEqualTo(id);
    Files.move(file, file.resolveSibling("b.py"));
    assertThat(project.read().content().id()).isNotEqualTo(id);
  }

  @Test
  void laterReadingSeesEveryChange() throws IOException {
    ProjectRevision revision = new ProjectRevision(project.root());
    Path file = project.root().resolve("airflow/dags/a.py");
    FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, old);
    ReleaseId first = revision.read().content().id();
    assertThat(revision.read().content().id()).isEqualTo(first);
    // The same size and the same time, as some tools restore it.
    Files.writeString(file, "a = 2\n");
    Files.setLastModifiedTime(file, old);
    ReleaseId second = revision.read().content().id();
    assertThat(second).isNotEqualTo(first);
    project.script("airflow/dags/a.py", "a = 2\n");
    assertThat(revision.read().content().id()).isNotEqualTo(second);
    Files.delete(file);
    project.write("airflow/dags/b.py", "b = 2\n");
    assertThat(TestingProject.paths(revision.read().content()))
        .contains("airflow/dags/b.py")
        .doesNotContain("airflow/dags/a.py");
  }

  @Test
  void thousandQuickChangesAreAllSeen() throws IOException {
    ProjectRevision revision = new ProjectRevision(project.root());
    ReleaseId last = revision.read().content().id();
    for (int number = 1000; number < 2000; number++) {
      project.write("airflow/dags/a.py", "a = " + number);
      ReleaseId now = revision.read().content().id();
      assertThat(now).as("change %d", number).isNotEqualTo(last);
      last = now;
    }
  }

  static String text(Revision revision, String path) throws IOException {
    try (var stream = revision.sources().get(path).open()) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
