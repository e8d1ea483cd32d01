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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One project that does not come up, for one reason after another, and then does: whatever stopped
 * an {@code up}, the next one works.
 */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(OrderAnnotation.class)
class TroubledUpIT {
  private static final int PROJECT = 3;
  private static final int MACHINE = 4;
  private static final int INTERRUPTED = 130;

  private Path folder;
  private TestingStack stack;

  @BeforeAll
  void makeProject(@TempDir Path folder) throws Exception {
    this.folder = folder;
    stack = Sleepers.project(folder.resolve("a project with späces"));
  }

  @AfterAll
  void nothingIsLeft() throws Exception {
    stack.close();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  @Test
  @Order(1)
  void aPortThatIsTakenIsToldWithItsKey() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      stack.write("turbine.yaml", "ports:\n  objects: " + other.getLocalPort() + "\n");
      Result up = stack.turbine("up");
      assertThat(up.exitCode()).isEqualTo(MACHINE);
      assertThat(up.err())
          .contains("ports.objects")
          .contains(Integer.toString(other.getLocalPort()))
          .doesNotContain("Exception");
    }
    stack.write("turbine.yaml", "");
  }

  @Test
  @Order(2)
  void conflictingRequirementsAreToldInWords() throws Exception {
    stack.write("airflow/requirements.txt", "celery==5.7.0\n");
    Result up = stack.turbine("up");
    assertThat(up.exitCode()).isEqualTo(PROJECT);
    assertThat(up.err())
        .contains("requirements.txt")
        .contains("celery==5.7.0")
        .contains("5.6.3")
        .doesNotContain("Exception");
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();

    stack.write("airflow/requirements.txt", "");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Starting the stack", "schema"})
  @Order(3)
  void ctrlCInTheMiddleOfUpLeavesNothing(String moment) throws Exception {
    Path err = folder.resolve("up.err");
    Process up = stack.start(Map.of(), folder.resolve("up.out"), err, "up");
    await()
        .atMost(2, TimeUnit.MINUTES)
        .pollInterval(20, TimeUnit.MILLISECONDS)
        .failFast(() -> !up.isAlive())
        .until(() -> Files.readString(err).contains(moment));
    // What a terminal sends to the command when Ctrl-C is pressed.
    assertThat(new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor())
        .isZero();
    assertThat(up.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(up.exitValue()).isEqualTo(INTERRUPTED);
    assertThat(Files.readString(err)).contains("Nothing is left running");
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  @Test
  @Order(4)
  void twoUpsAtOnceMakeOneStack() throws Exception {
    Path out = folder.resolve("first.out");
    Process first = stack.start(Map.of(), out, folder.resolve("first.err"), "up");
    Result second = stack.turbine("up");
    assertThat(first.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(first.exitValue()).as(Files.readString(folder.resolve("first.err"))).isZero();
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(Files.readString(out)).contains("password");
    assertThat(second.out()).contains("password");
    assertThat(stack.turbine("status").exitCode()).isZero();
  }

  @Test
  @Order(5)
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
