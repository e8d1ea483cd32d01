package dev.turbine.local.codedeploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A deployment that is killed and repeated leads to what it would have led to undisturbed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class KilledDeploymentIT {
  private static final int FILES = 300;

  private final Path temporary;
  private List<String> undisturbed = List.of();
  private String remembered = "";

  KilledDeploymentIT(@TempDir Path temporary) {
    this.temporary = temporary;
  }

  @BeforeAll
  void deployUndisturbed() throws Exception {
    Path folder = prepare(temporary.resolve("undisturbed"));
    deploy(folder, "d-2");
    undisturbed = TestingRevision.describe(folder.resolve("root"));
    remembered = Files.readString(cleanup(folder));
    assertThat(undisturbed).hasSizeGreaterThan(FILES).noneMatch(line -> line.contains("old"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line ApplicationStop",
        "unpacked new/150",
        "goes app/old/150",
        "comes app/new/10",
        "ends Install",
        "line AfterInstall",
        "line ApplicationStart",
      })
  void whereverItWasKilled(String point) throws Exception {
    killAndRepeat(point);
  }

  @Tag("endurance")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "begins ApplicationStop",
        "ends ApplicationStop",
        "ends DownloadBundle",
        "line BeforeInstall",
        "begins Install",
        "goes app/old/10",
        "comes app/appspec.yml",
        "comes app/new/150",
        "comes app/new/290",
        "ends ValidateService",
      })
  void atTheOtherPoints(String point) throws Exception {
    killAndRepeat(point);
  }

  private void killAndRepeat(String point) throws Exception {
    Path folder = prepare(Files.createTempDirectory(temporary, "killed"));
    assertThat(killAt(point, folder)).as("killed").isEqualTo(HaltingDeployment.KILLED);
    Files.delete(folder.resolve("sleep"));
    deploy(folder, "d-2");
    assertThat(TestingRevision.describe(folder.resolve("root"))).isEqualTo(undisturbed);
    assertThat(cleanup(folder)).hasContent(remembered);
    for (String pid : Files.readAllLines(folder.resolve("sleepers"))) {
      awaitEnd(Long.parseLong(pid));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = "comes app/new/150")
  void anotherDeploymentAfterItIsAsGood(String point) throws Exception {
    Path folder = prepare(Files.createTempDirectory(temporary, "killed"));
    assertThat(killAt(point, folder)).as("killed").isEqualTo(HaltingDeployment.KILLED);
    Files.delete(folder.resolve("sleep"));
    deploy(folder, "d-2");
    deploy(folder, "d-1");
    deploy(folder, "d-2");
    assertThat(TestingRevision.describe(folder.resolve("root"))).isEqualTo(undisturbed);
  }

  /** A machine with a deployment d-1, files of others beside it, and a revision d-2. */
  private static Path prepare(Path folder) throws Exception {
    Files.createDirectories(folder.resolve("root/app"));
    Files.writeString(folder.resolve("root/app/kept"), "of others");
    Files.createFile(folder.resolve("sleepers"));
    revision(folder, "d-1", "old");
    revision(folder, "d-2", "new");
    deploy(folder, "d-1");
    return folder;
  }

  private static void revision(Path folder, String id, String name) throws IOException {
    TestingRevision revision =
        new TestingRevision(folder.resolve(id))
            .appSpec(
                """
                files:
                  - {source: /, destination: /app}
                  - {source: %s, destination: /other/place}
                permissions:
                  - {object: /app/%s, pattern: '1*', mode: 600}
                hooks:
                  ApplicationStop: [{location: say.sh}]
                  BeforeInstall: [{location: say.sh}]
                  AfterInstall: [{location: say.sh}]
                  ApplicationStart: [{location: say.sh}]
                """
                    .formatted(name, name))
            .script(
                "say.sh",
                """
                echo $$ >> $FOLDER/sleepers
                echo $LIFECYCLE_EVENT
                [ $LIFECYCLE_EVENT = AfterInstall ] && echo $DEPLOYMENT_ID > $FOLDER/root/app/made
                grep -qs " $LIFECYCLE_EVENT$" $FOLDER/sleep && exec sleep 600 >/dev/null 2>&1
                exit 0
                """);
    for (int i = 0; i < FILES; i++) {
      revision.file(name + "/" + i, name + i);
    }
  }

  private static void deploy(Path folder, String id) throws IOException, InterruptedException {
    assertThat(
            HaltingDeployment.run(
                    folder, id, new FolderBundle(folder.resolve(id)), DeploymentListener.NOBODY)
                .failure())
        .isEmpty();
  }

  private int killAt(String point, Path folder) throws IOException, InterruptedException {
    // The script that it is killed at would go on for long.
    Files.writeString(
        folder.resolve("sleep"), point.startsWith("line ") ? point + "\n" : "nowhere");
    Path said = folder.resolve("said");
    int exitCode =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                System.getProperty("java.class.path"),
                HaltingDeployment.class.getName(),
                folder.toString(),
                "d-2",
                point)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    assertThat(said).isEmptyFile();
    return exitCode;
  }

  private static Path cleanup(Path folder) {
    return folder.resolve("state/deployment-instructions/group-cleanup");
  }

  private static void awaitEnd(long pid) {
    while (ProcessHandle.of(pid).flatMap(process -> process.info().command()).isPresent()) {
      // JUnit's time limit is an interruption.
      assertThat(Thread.interrupted()).as("process %d lives on", pid).isFalse();
    }
  }
}
