package dev.turbine.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turbine.core.release.ReleaseId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whenever a daemon is killed, the next one has one release that is active, as a whole. */
@Timeout(60)
class KilledDeploymentsIT {
  private static final Map<String, String> HOOKS =
      Map.of(
          "ApplicationStop", "turbine-agent at ApplicationStop",
          "BeforeInstall", "turbine-agent at BeforeInstall",
          "AfterInstall", "turbine-agent at AfterInstall",
          "ApplicationStart", "exec turbine-agent activate",
          "ValidateService", "turbine-agent at ValidateService");

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "manifest, 0, old",
    "environment, 0, old",
    "ApplicationStop, 0, old",
    "BeforeInstall, 0, old",
    "AfterInstall, 0, old",
    // The release is on the disk, and not yet active.
    "environment, 1, old",
    "use, 0, old",
    "wake, 0, new",
    "ValidateService, 0, new",
    "replace, 0, new",
    "the end, 0, new",
  })
  void whereverItIsKilled(String point, int passed, String left) throws Exception {
    TestingStack.hooks(folder, HOOKS);
    String old = saveOld();
    kill(point, passed);
    try (TestingStack next = new TestingStack(folder, _ -> {})) {
      String fresh = next.project().content().id().value();
      assertThat(fresh).isNotEqualTo(old);
      isConsistent(next, left.equals("new") ? fresh : old, left.equals("new") ? "a = 2" : "a = 1");
      assertThat(next.save("airflow/dags/a.py", "a = 2")).isEqualTo(fresh);
      assertThat(next.active()).isEqualTo(fresh);
    }
  }

  @ParameterizedTest
  @CsvSource({"wake, 0", "ValidateService, 0", "use, 1", "wake, 1"})
  void whatFailsAgainAfterItIsUndone(String point, int passed) throws Exception {
    TestingStack.hooks(folder, HOOKS);
    String old = saveOld();
    TestingStack.write(folder, "ValidateService.sh", "turbine-agent at ValidateService\nexit 1\n");
    kill(point, passed);
    try (TestingStack next = new TestingStack(folder, _ -> {})) {
      isConsistent(next, old, "a = 1");
    }
  }

  private String saveOld() throws IOException, InterruptedException {
    try (TestingStack before = new TestingStack(folder, _ -> {})) {
      return before.save("airflow/dags/a.py", "a = 1");
    }
  }

  private static void isConsistent(TestingStack next, String release, String dag)
      throws IOException, InterruptedException {
    assertThat(next.deployments.resume(_ -> {}).orElseThrow().release()).isEqualTo(release);
    assertThat(next.active()).isEqualTo(release);
    assertThat(next.target.used()).isEqualTo(release);
    assertThat(next.records.underWay()).isEmpty();
    assertThat(next.records.history().getLast().release()).isEqualTo(release);
    Path snapshot = next.releases.airflow(new ReleaseId(release));
    assertThat(snapshot.resolve("dags/a.py")).hasContent(dag);
    assertThat(snapshot.resolveSibling("environment/bin/python")).exists();
    assertThat(next.folder.resolve("root/airflow/dags/a.py")).hasContent(dag);
    // Pruning may be at work; what the killed one left is gone by then.
    await().until(() -> !hasUnfinished(next.folder.resolve("releases")));
  }

  private static boolean hasUnfinished(Path releases) throws IOException {
    try (Stream<Path> all = Files.list(releases)) {
      return all.anyMatch(path -> path.getFileName().toString().startsWith("."));
    }
  }

  private void kill(String point, int passed) throws IOException, InterruptedException {
    Process daemon =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KilledStack.class.getName(),
                folder.toString(),
                Integer.toString(passed),
                point)
            .redirectError(folder.resolve("said").toFile())
            .start();
    try (BufferedReader told =
        new BufferedReader(
            new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8))) {
      assertThat(told.readLine()).as(Files.readString(folder.resolve("said"))).isEqualTo("reached");
    } finally {
      // SIGKILL.
      assertThat(daemon.destroyForcibly().waitFor()).isEqualTo(137);
    }
  }
}
