package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turbine.cli.TestingStack.Result;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person gets wrong: a clear message, the right exit code, nothing lost, nothing left. */
class BadInputIT {
  private static final int USAGE = 2;
  private static final int PROJECT = 3;
  private static final int MACHINE = 4;
  private static final int STATE = 5;
  private static final int INTERRUPTED = 130;

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
  void aPortThatIsTakenIsToldWithItsKeyAndTheNextUpWorks() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      stack.write("turbine.yaml", "ports:\n  objects: " + other.getLocalPort() + "\n");
      Result up = stack.turbine("up");
      assertThat(up.exitCode()).isEqualTo(MACHINE);
      assertThat(up.err())
          .contains("ports.objects")
          .contains(Integer.toString(other.getLocalPort()))
          .doesNotContain("Exception");
    }
    stack.up();
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
  }

  @Test
  void conflictingRequirementsAreToldInWords() throws Exception {
    stack.write("airflow/requirements.txt", "celery==5.7.0\n");
    Result up = stack.turbine("up");
    assertThat(up.exitCode()).isNotZero();
    assertThat(up.err())
        .contains("requirements.txt")
        .contains("celery==5.7.0")
        .contains("5.6.3")
        .doesNotContain("Exception");
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();

    stack.write("airflow/requirements.txt", "");
    stack.up();
  }

  @Test
  void twoUpsAtOnceMakeOneStack() throws Exception {
    Path out = folder.resolve("first.out");
    Process first = stack.start(Map.of(), out, folder.resolve("first.err"), "up");
    Result second = stack.turbine("up");
    assertThat(first.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(first.exitValue()).as(Files.readString(folder.resolve("first.err"))).isZero();
    assertThat(Files.readString(out)).contains("password");
    assertThat(second.out()).contains("password");
    assertThat(stack.turbine("status").exitCode()).isZero();
  }

  @Test
  void ctrlCInTheMiddleOfUpLeavesNothingAndTheNextUpWorks() throws Exception {
    Path err = folder.resolve("up.err");
    Process up = stack.start(Map.of(), folder.resolve("up.out"), err, "up");
    await()
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .failFast(() -> !up.isAlive())
        .until(() -> Files.readString(err).contains("schema"));
    // What a terminal sends to the command when Ctrl-C is pressed.
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor())
        .isZero();
    assertThat(up.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(up.exitValue()).isEqualTo(INTERRUPTED);
    assertThat(Files.readString(err)).contains("Nothing is left running");
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
    stack.up();
  }

  @Test
  void commandsThatNeedAStackSayHowToStartIt() throws Exception {
    for (String[] command : new String[][] {{"status"}, {"run", "sleepers"}, {"airflow", "info"}}) {
      Result result = stack.turbine(command);
      assertThat(result.exitCode()).as(String.join(" ", command)).isEqualTo(STATE);
      assertThat(result.err()).contains("turbine up");
    }
    assertThat(stack.turbine("down").exitCode()).isZero();
    assertThat(stack.turbine("up", "--forground").exitCode()).isEqualTo(USAGE);
  }

  @Test
  void aDagFileWithSpacesAndUmlautsRunsAndABrokenOneIsToldWithItsLine() throws Exception {
    stack.write(
        "airflow/dags/ein schöner Name.py",
        """
        from airflow.sdk import dag, task


        @dag(schedule=None)
        def schoen():
            @task
            def ja():
                print("jawohl, schön")

            ja()


        schoen()
        """);
    stack.up();
    Result run = stack.turbine("run", "schoen");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).contains("jawohl, schön");

    stack.write(
        "airflow/dags/broken.py", "from airflow.sdk import dag\nimport nothing_like_this\n");
    Result parse = stack.turbine("parse");
    assertThat(parse.exitCode()).isEqualTo(PROJECT);
    assertThat(parse.out() + parse.err()).contains("broken.py:2").contains("nothing_like_this");
  }
}
