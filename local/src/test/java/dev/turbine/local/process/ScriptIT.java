package dev.turbine.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.local.process.Script.End;
import dev.turbine.local.process.Script.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ScriptIT {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir private Path folder;
  private final List<String> lines = Collections.synchronizedList(new ArrayList<>());

  @Test
  void bothOutputsComeLineByLine() throws Exception {
    assertThat(run("#!/bin/sh\necho a\necho b >&2\nprintf c", LONG)).isEqualTo(new End.Exited(0));
    assertThat(lines).containsExactlyInAnyOrder("STDOUT a", "STDERR b", "STDOUT c");
    assertThat(lines.indexOf("STDOUT a")).isLessThan(lines.indexOf("STDOUT c"));
  }

  @Test
  void muchOutputBlocksNobody() throws Exception {
    assertThat(run("#!/bin/sh\nyes | head -n 100000\nyes | head -n 50000 >&2", LONG))
        .isEqualTo(new End.Exited(0));
    assertThat(lines).hasSize(150_000);
  }

  @Test
  void theExitCodeIsTold() throws Exception {
    assertThat(run("#!/bin/sh\nexit 3", LONG)).isEqualTo(new End.Exited(3));
    assertThat(run("#!/bin/sh\nkill -9 $$", LONG)).isEqualTo(new End.Exited(128 + 9));
  }

  @Test
  void aFileWithoutInterpreterIsRunByTheShell() throws Exception {
    assertThat(run("echo $((1 + 2))", LONG)).isEqualTo(new End.Exited(0));
    assertThat(lines).containsExactly("STDOUT 3");
  }

  @Test
  void itsInputIsEmpty() throws Exception {
    assertThat(run("#!/bin/sh\ncat\nread -r x || echo none", LONG)).isEqualTo(new End.Exited(0));
    assertThat(lines).containsExactly("STDOUT none");
  }

  @Test
  void itRunsInItsFolderAndEnvironmentAndASessionOfItsOwn() throws Exception {
    run("#!/bin/sh\npwd\necho $A-$HOME\nps -o sid= -p $$ | tr -d ' '\necho $$", LONG);
    assertThat(lines.subList(0, 2)).containsExactly("STDOUT " + folder, "STDOUT b-");
    assertThat(lines.get(2)).isEqualTo(lines.get(3));
  }

  @Test
  void afterItsTimeItEndsWithAllThatItStarted() throws Exception {
    String deaf = "trap '' TERM; echo $$; while :; do sleep 1; done";
    End end =
        run(
            "#!/bin/sh\nsh -c '" + deaf.replace("'", "'\\''") + "' &\n" + deaf,
            Duration.ofSeconds(2));
    assertThat(end).isEqualTo(new End.TimedOut());
    assertThat(lines).hasSize(2).allSatisfy(line -> assertGone(pid(line)));
  }

  @Test
  void itMayTidyUpWhenItIsStopped() throws Exception {
    String script = "#!/bin/sh\ntrap 'echo bye; exit 1' TERM\nsleep 60 &\necho $!\nwait";
    assertThat(run(script, SHORT)).isEqualTo(new End.TimedOut());
    assertThat(lines).hasSize(2).endsWith("STDOUT bye");
    assertGone(pid(lines.getFirst()));
  }

  @Test
  void aProcessThatKeepsAnOutputIsEndedWhenTheTimeIsOver() throws Exception {
    assertThat(run("#!/bin/sh\nsleep 60 2>/dev/null &\necho $!", SHORT))
        .isEqualTo(new End.OutputLeftOpen(Output.STDOUT));
    assertGone(pid(lines.getFirst()));
    lines.clear();
    assertThat(run("#!/bin/sh\nsleep 60 >/dev/null &\necho $!", SHORT))
        .isEqualTo(new End.OutputLeftOpen(Output.STDERR));
    assertGone(pid(lines.getFirst()));
  }

  @Test
  void aProcessWithOutputsOfItsOwnStays() throws Exception {
    assertThat(run("#!/bin/sh\nsleep 60 >/dev/null 2>&1 &\necho $!", LONG))
        .isEqualTo(new End.Exited(0));
    ProcessHandle stays = ProcessHandle.of(pid(lines.getFirst())).orElseThrow();
    assertThat(stays.isAlive()).isTrue();
    stays.destroyForcibly();
  }

  @Test
  void anInterruptionEndsIt() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    AtomicReference<Object> outcome = new AtomicReference<>();
    Path script = write("#!/bin/sh\nsleep 60 &\necho $!\nwait");
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                outcome.set(
                    new Script(script, Map.of("PATH", "/usr/bin:/bin"), folder)
                        .run(
                            LONG,
                            (_, line) -> {
                              lines.add("STDOUT " + line);
                              runs.countDown();
                            },
                            _ -> {}));
              } catch (InterruptedException e) {
                outcome.set(e);
              }
            });
    runs.await();
    caller.interrupt();
    caller.join();
    assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
    assertGone(pid(lines.getFirst()));
  }

  @Test
  void itDoesNothingBeforeItsProcessWasToldOf() throws Exception {
    Path script = write("#!/bin/sh\ntouch began");
    AtomicReference<ProcessIdentity> told = new AtomicReference<>();
    assertThatThrownBy(() ->
            script(script)
                .run(
                    LONG,
                    (_, _) -> {},
                    process -> {
                      told.set(process);
                      throw new IllegalStateException("no disk space");
                    }))
        .hasMessage("no disk space");
    assertThat(folder.resolve("began")).doesNotExist();
    assertGone(told.get().pid());
  }

  @Test
  void itsProcessIsTheOneToldOf() throws Exception {
    AtomicReference<ProcessIdentity> told = new AtomicReference<>();
    script(write("#!/bin/sh\necho $$")).run(LONG, this::add, told::set);
    assertThat(lines).containsExactly("STDOUT " + told.get().pid());
  }

  @Test
  void aFolderThatIsNotThereIsSaid() throws IOException {
    Path script = write("#!/bin/sh\n");
    assertThatThrownBy(() ->
            new Script(script, Map.of(), folder.resolve("missing"))
                .run(LONG, (_, _) -> {}, _ -> {}))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("missing");
  }

  private End run(String content, Duration timeout) throws IOException, InterruptedException {
    return script(write(content)).run(timeout, this::add, _ -> {});
  }

  private Script script(Path file) {
    return new Script(file, Map.of("A", "b", "PATH", "/usr/bin:/bin"), folder);
  }

  private void add(Output output, String line) {
    lines.add(output + " " + line);
  }

  private Path write(String content) throws IOException {
    Path script = Files.writeString(folder.resolve("script"), content);
    return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static long pid(String line) {
    return Long.parseLong(line.substring("STDOUT ".length()));
  }

  /** Without waiting, the script would have ended by far. */
  private static void assertWaits(ProcessIdentity process) {
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();
    assertThat(handle.onExit())
        .withFailMessage("it did not wait")
        .failsWithin(Duration.ofMillis(300))
        .withThrowableOfType(TimeoutException.class);
  }

  /** A process that was killed may take an instant to go, and is not always reaped. */
  private static void assertGone(long pid) {
    while (ProcessIdentity.of(pid).filter(ProcessIdentity::isAlive).isPresent()) {
      // JUnit's time limit is an interruption.
      assertThat(Thread.interrupted()).as("process %d lives on", pid).isFalse();
    }
  }
}
