package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.cli.Clone.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./turbine} itself, in folders that look like clones. */
class LauncherIT {
  private static final String JDK = System.getProperty("java.home");

  @TempDir private Path folder;
  private Path clone;

  @BeforeEach
  void chooseAnAwkwardFolder() {
    clone = folder.resolve("a clone with späces");
  }

  @Test
  void buildsOnceAndThenOnlyWhenASourceIsNewer() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);

    Result first = run(turbine, Map.of("TURBINE_JAVA_HOME", JDK), "--version");
    assertThat(first.err()).isEqualTo(buildingLine());
    assertThat(first.out()).contains("Turbine ");
    assertThat(first.exitCode()).isZero();
    assertThat(turbine.builds()).containsExactly(JDK + " -q -DskipTests package -pl cli -am");

    Result second = run(turbine, Map.of("TURBINE_JAVA_HOME", JDK), "--version");
    assertThat(second).isEqualTo(new Result(0, first.out(), ""));

    Path source = clone.resolve("cli/src/main/java/New.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    assertThat(run(turbine, Map.of("TURBINE_JAVA_HOME", JDK)).err()).startsWith(buildingLine());
    assertThat(turbine.builds()).hasSize(2);
    assertThat(turbine.leftovers()).isEmpty();
  }

  /** Java passes over a cache that does not fit in silence, unless it is told to need one. */
  @Test
  void usesTheAotCacheThatItMakes() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);
    assertThat(run(turbine, Map.of("JAVA_HOME", JDK), "--version").exitCode()).isZero();
    Result result =
        run(turbine, Map.of("JAVA_HOME", JDK, "JDK_JAVA_OPTIONS", "-XX:AOTMode=on"), "--version");
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  @Test
  void passesArgumentsInputAndExitCodeThrough() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);
    Result result = run(turbine, Map.of("JAVA_HOME", JDK), "two words * $HOME", "");
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("two words * $HOME");
  }

  @Test
  void worksThroughAChainOfLinksFromAnotherFolder() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("second"), clone.resolve("turbine"));
    Path link = Files.createSymbolicLink(bin.resolve("turbine"), Path.of("second"));

    Path output = output();
    Process process =
        turbine.start(link, environment(Map.of("JAVA_HOME", JDK)), output, "--version");
    assertThat(Clone.finish(process, output).exitCode()).isZero();
    assertThat(turbine.builds()).hasSize(1);
  }

  @Test
  void anOlderJavaOnThePathIsNamedWithWhatToDo() throws Exception {
    Path old = fakeJdk("jdk-17", "17.0.15");
    Clone turbine = Clone.thatBuilds(clone);
    // The launcher also looks in the machine's folders, where these tests' own JDK may be.
    Result result = run(turbine, Map.of("TURBINE_JAVA_HOME", old.toString()));
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains("TURBINE_JAVA_HOME is not a JDK 25", old + " (17.0.15)", "unset it");
    assertThat(turbine.builds()).isEmpty();
  }

  @Test
  void withoutAnyJdk25AllThatWasFoundIsListed() throws Exception {
    Path old = fakeJdk("jdk-17", "17.0.15");
    Path newer = fakeJdk("jdk-26", "26");
    Path runtime = fakeJdk("jre-25", "25.0.1");
    Files.delete(runtime.resolve("bin/javac"));
    Clone turbine = Clone.thatBuilds(clone);
    withoutTheMachinesFolders();

    Result result =
        run(
            turbine,
            Map.of(
                "JAVA_HOME",
                old.toString(),
                "PATH",
                newer + "/bin:" + runtime + "/bin:/usr/bin:/bin"));
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err())
        .contains(
            "needs a JDK 25",
            old + " (17.0.15)",
            newer + " (26)",
            runtime + " (25.0.1, without a compiler)",
            "apt install",
            "dnf install",
            "brew install",
            "sdk install",
            "TURBINE_JAVA_HOME");
    assertThat(turbine.builds()).isEmpty();
  }

  @Test
  void prefersAJdk25OnThePathToAnOlderJavaHome() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);
    Path old = fakeJdk("jdk-17", "17.0.15");
    Result result =
        run(
            turbine,
            Map.of("JAVA_HOME", old.toString(), "PATH", JDK + "/bin:/usr/bin:/bin"),
            "--version");
    assertThat(result.exitCode()).isZero();
    assertThat(turbine.builds().getFirst()).startsWith(Path.of(JDK).toRealPath() + " ");
  }

  @Test
  void aWrongTurbineJavaHomeIsNotPassedOver() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);
    Result result = run(turbine, Map.of("TURBINE_JAVA_HOME", "/no such", "JAVA_HOME", JDK));
    assertThat(result.exitCode()).isEqualTo(4);
    assertThat(result.err()).contains("TURBINE_JAVA_HOME", "/no such (no Java there)");
  }

  @Test
  void aFailedBuildShowsItsLastLinesAndIsTriedAgain() throws Exception {
    Clone turbine = Clone.in(clone, "echo 'Main.java:7: missing ;'; exit 1");
    for (int attempt = 1; attempt <= 2; attempt++) {
      Result result = run(turbine, Map.of("JAVA_HOME", JDK));
      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.err()).contains("Main.java:7: missing ;", "target/turbine-build.log");
      assertThat(turbine.builds()).hasSize(attempt);
      assertThat(turbine.leftovers()).isEmpty();
    }
  }

  @Test
  void manyAtOnceBuildOnceEvenWhenABuildDiedBefore() throws Exception {
    Clone turbine = Clone.thatBuilds(clone);
    Files.createDirectories(clone.resolve("target"));
    Files.createSymbolicLink(clone.resolve("target/turbine-build.lock"), Path.of("999999999"));

    Map<Path, Process> running = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      Path output = output();
      running.put(
          output, turbine.start(environment(Map.of("JAVA_HOME", JDK)), output, "--version"));
    }
    for (Map.Entry<Path, Process> each : running.entrySet()) {
      assertThat(Clone.finish(each.getValue(), each.getKey()).exitCode()).isZero();
    }
    assertThat(turbine.builds()).hasSize(1);
    assertThat(turbine.leftovers()).isEmpty();
  }

  @Test
  void anInterruptedBuildLeavesNothingAndEndsItsMaven() throws Exception {
    // A pipe that the wrapper opens for writing: reading its number waits until the build runs.
    Clone turbine =
        Clone.in(
            clone,
            "mkdir -p cli/target/turbine/lib; echo half >cli/target/turbine/lib/turbine-cli.jar;"
                + " echo $$ >pipe; exec sleep 600");
    Path pipe = clone.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();

    Path output = output();
    Process process = turbine.start(environment(Map.of("JAVA_HOME", JDK)), output);
    ProcessHandle maven =
        ProcessHandle.of(Long.parseLong(Files.readString(pipe).strip())).orElseThrow();
    process.destroy();

    assertThat(Clone.finish(process, output).exitCode()).isEqualTo(143);
    assertThat(maven.onExit()).succeedsWithin(Duration.ofSeconds(30));
    assertThat(clone.resolve("cli/target/turbine")).doesNotExist();
    assertThat(turbine.leftovers()).isEmpty();
  }

  private Result run(Clone turbine, Map<String, String> environment, String... arguments)
      throws Exception {
    Path output = output();
    return Clone.finish(turbine.start(environment(environment), output, arguments), output);
  }

  private Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment =
        new HashMap<>(
            Map.of("PATH", "/usr/bin:/bin", "HOME", folder.toString(), "LANG", "C.UTF-8"));
    environment.putAll(more);
    return environment;
  }

  private Path output() throws IOException {
    return Files.createTempDirectory(folder, "output");
  }

  private String buildingLine() {
    return "Building Turbine (log: " + clone + "/target/turbine-build.log) ...\n";
  }

  private void withoutTheMachinesFolders() throws IOException {
    Path launcher = clone.resolve("turbine");
    String script = Files.readString(launcher);
    String without = script.replace("/usr/lib/jvm/* /opt/*", folder + "/none/*");
    assertThat(without).isNotEqualTo(script);
    Files.writeString(launcher, without);
  }

  private Path fakeJdk(String name, String version) throws IOException {
    Path home = Files.createDirectories(folder.resolve(name));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    List<String> programs = new ArrayList<>(List.of("java", "javac"));
    Files.createDirectories(home.resolve("bin"));
    for (String program : programs) {
      Path file = home.resolve("bin").resolve(program);
      Files.writeString(file, "#!/bin/sh\nexit 99\n");
      assertThat(file.toFile().setExecutable(true)).isTrue();
    }
    return home;
  }
}
