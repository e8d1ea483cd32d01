package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.cli.TestingStack.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a person gets wrong, and is told before anything starts: a clear message, the right exit
 * code, nothing lost, nothing left.
 */
class BadInputIT {
  private static final int USAGE = 2;
  private static final int PROJECT = 3;
  private static final int MACHINE = 4;
  private static final int STATE = 5;

  @TempDir private Path folder;
  private TestingStack stack;

  @BeforeEach
  void makeProject() throws Exception {
    stack = Sleepers.project(folder.resolve("a project with späces"));
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    stack.close();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  @Test
  void allProblemsOfAllFilesAreToldAtOnceBeforeAnythingStarts() throws Exception {
    stack.write(
        "turbine.yaml",
        """
        worker:
          count: 2
        workers:
          concurrency: many
        ports:
          web: 80
        airflow:
          core:
            executor: LocalExecutor
        """);
    stack.write(".env", "AIRFLOW__CORE__FERNET_KEY=hunter2\n");
    Result up = stack.turbine("up");
    assertThat(up.exitCode()).isEqualTo(PROJECT);
    assertThat(up.err())
        .contains("turbine.yaml:1", "worker", "workers")
        .contains("turbine.yaml:4", "many")
        .contains("turbine.yaml:6", "80")
        .contains("turbine.yaml:9", "executor")
        .contains(".env:1", "FERNET_KEY")
        .doesNotContain("hunter2")
        .doesNotContain("Exception");
    assertThat(stack.root().resolve(".turbine")).doesNotExist();
  }

  @Test
  void brokenYamlIsToldWithItsLine() throws Exception {
    stack.write("turbine.yaml", "workers:\n  count: [1\nports: {}\n");
    Result up = stack.turbine("up");
    assertThat(up.exitCode()).isEqualTo(PROJECT);
    assertThat(up.err()).containsPattern("turbine\\.yaml:[23]").doesNotContain("Exception");
  }

  @Test
  void aFolderThatIsNoProjectIsToldSo() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Result up = stack.turbine("up", "-p", empty.toString());
    assertThat(up.exitCode()).isEqualTo(PROJECT);
    assertThat(up.err()).contains("dags").contains("turbine init");
  }

  @Test
  void aTurbineYamlThatCannotBeReadIsToldSo() throws Exception {
    Files.createDirectory(stack.root().resolve("turbine.yaml"));
    Result up = stack.turbine("up");
    assertThat(up.exitCode()).isEqualTo(PROJECT);
    assertThat(up.err()).contains("turbine.yaml").doesNotContain("Exception");
  }

  @Test
  void aFileInThePlaceOfTheStacksFolderIsToldSo() throws Exception {
    stack.write(".turbine", "");
    Result up = stack.turbine("up");
    assertThat(up.exitCode()).isEqualTo(MACHINE);
    assertThat(up.err()).contains(".turbine is a file").doesNotContain("Exception");
    assertThat(stack.turbine("status").exitCode()).isEqualTo(STATE);
  }

  @Test
  void aMissingAndATooOldPythonAreToldWithWhatToDo() throws Exception {
    stack.write("turbine.yaml", "python: \"3.9\"\n");
    Result unsupported = stack.turbine("up");
    assertThat(unsupported.exitCode()).isEqualTo(PROJECT);
    assertThat(unsupported.err()).contains("3.9").contains("3.11");

    stack.write("turbine.yaml", "");
    Result missing =
        stack.turbine(Map.of("TURBINE_PYTHON", folder.resolve("no-such-python").toString()), "up");
    assertThat(missing.exitCode()).isEqualTo(MACHINE);
    assertThat(missing.err()).contains("no-such-python").doesNotContain("Exception");

    Path old = folder.resolve("old-python");
    Files.writeString(
        old, "#!/bin/sh\nprintf '%s\\n' CPython 3.9.2 " + old.toString() + " missing: flags:\n");
    Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
    Result tooOld = stack.turbine(Map.of("TURBINE_PYTHON", old.toString()), "up");
    assertThat(tooOld.exitCode()).isEqualTo(MACHINE);
    assertThat(tooOld.err())
        .contains("Python 3.9.2, which has no lock", "3.11")
        .doesNotContain("Exception");
  }

  @Test
  void commandsThatNeedAStackSayHowToStartIt() throws Exception {
    for (String[] command : new String[][] {{"status"}, {"run", "sleepers"}, {"airflow", "info"}}) {
      Result result = stack.turbine(command);
      assertThat(result.exitCode()).as(String.join(" ", command)).isEqualTo(STATE);
      assertThat(result.err()).contains("turbine up");
    }
    // Where no locale is set, Java would not even see the project's name.
    Result withoutLocale = stack.turbine(Map.of("LC_ALL", "POSIX"), "status");
    assertThat(withoutLocale.exitCode()).as(withoutLocale.err()).isEqualTo(STATE);
    assertThat(withoutLocale.err()).contains("a project with späces");

    assertThat(stack.turbine("down").exitCode()).isZero();
    assertThat(stack.turbine("up", "--forground").exitCode()).isEqualTo(USAGE);
  }
}
