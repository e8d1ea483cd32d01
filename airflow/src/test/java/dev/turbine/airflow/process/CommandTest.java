package dev.turbine.airflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Command shell(Duration timeout, String script) {
    return new Command(
        List.of("/bin/sh", "-c", script),
        Map.of("PATH", "/usr/bin:/bin", "GIVEN", "x"),
        folder,
        timeout);
  }

  @Test
  void separatesOutputsAndGivesTheExitCodeAndOnlyTheGivenEnvironment() throws Exception {
    Command.Output output = shell(LONG, "echo $GIVEN$HOME; echo é >&2; cat; exit 3").run();

    assertThat(output).isEqualTo(new Command.Output(3, "x\n", "é\n"));
  }

  @Test
  void takesMoreThanAPipeHolds() throws Exception {
    assertThat(shell(LONG, "head -c 3000000 /dev/zero").run().standardOutput()).hasSize(3_000_000);
  }

  @Test
  void doesNotWaitForAGrandchildThatKeepsTheOutput() throws Exception {
    Command.Output output = shell(LONG, "sleep 300 & echo $!").run();

    long grandchild = Long.parseLong(output.standardOutput().strip());
    ProcessHandle.of(grandchild).ifPresent(ProcessHandle::destroyForcibly);
    assertThat(output.succeeded()).isTrue();
  }

  @Test
  void killsTheWholeTreeAfterTheTimeout() {
    Command command = shell(Duration.ofSeconds(1), "sleep 300 & echo $! > child; wait");

    assertThatThrownBy(command::run)
        .isInstanceOf(TurbineException.class)
        .hasMessage("/bin/sh did not end within 1 s and was stopped.");
    assertThat(folder.resolve("child")).satisfies(CommandTest::isGone);
  }

  @Test
  void killsTheWholeTreeWhenInterrupted() throws Exception {
    Command command = shell(LONG, "mkfifo go; sleep 300 & echo $! > child; echo > go; wait");
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller =
        Thread.startVirtualThread(() -> {
          try {
            command.run();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
        });
    // Opening the pipe waits for the child's pid to be written.
    shell(LONG, "while ! test -p go; do :; done; cat go").run();

    caller.interrupt();

    interrupted.await();
    assertThat(folder.resolve("child")).satisfies(CommandTest::isGone);
  }

  @Test
  void appendsBothOutputsToALog() throws Exception {
    Path log = Files.writeString(folder.resolve("log"), "before\n");

    assertThat(shell(LONG, "echo out; echo err >&2; exit 1").run(log)).isEqualTo(1);

    assertThat(log).hasContent("before\nout\nerr\n");
  }

  @Test
  void saysWhatCannotBeStarted() {
    Command command = new Command(List.of("/nowhere/python", "secret"), Map.of(), folder, LONG);

    assertThatThrownBy(command::run)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("Cannot run /nowhere/python in " + folder)
        .hasMessageNotContaining("secret");
  }

  private static void isGone(Path pidFile) throws Exception {
    long pid = Long.parseLong(Files.readString(pidFile).strip());
    ProcessHandle.of(pid).ifPresent(handle -> handle.onExit().join());
  }
}
