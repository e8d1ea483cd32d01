package dev.turbine.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.Revision;
import dev.turbine.airflow.release.RevisionArchive;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.deployment.ActiveRelease.Cause;
import dev.turbine.local.deployment.DeploymentStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class DeploymentsIT {
  private static final String ACTIVATE = "exec turbine-agent activate";
  private static final String DAG = "airflow/dags/a.py";

  @TempDir private Path folder;
  private final List<String> points = Collections.synchronizedList(new ArrayList<>());
  private TestingStack stack;
  private String old;

  @BeforeEach
  void deployTheOldRelease() throws Exception {
    stack = new TestingStack(folder, points::add);
    TestingStack.hooks(folder, Map.of("ApplicationStart", ACTIVATE));
    old = stack.save(DAG, "a = 1");
    assertThat(stack.active()).isEqualTo(old);
    points.clear();
  }

  @AfterEach
  void stop() throws IOException {
    stack.close();
  }

  @Test
  void stepsHappenInTheirOrder() throws Exception {
    TestingStack.hooks(
        folder,
        Map.of(
            "BeforeInstall", "turbine-agent at BeforeInstall",
            "ApplicationStart", ACTIVATE,
            "ValidateService", "turbine-agent at ValidateService"));
    String fresh = stack.save(DAG, "a = 2");
    assertThat(points)
        .containsExactly(
            "manifest",
            "environment",
            "BeforeInstall",
            "environment",
            "use while %s is active".formatted(old),
            "wake while %s is active".formatted(fresh),
            "ValidateService",
            "replace");
    assertThat(stack.releases.airflow(new ReleaseId(fresh)).resolve("dags/a.py"))
        .hasContent("a = 2");
    assertThat(stack.records.active().orElseThrow().first()).containsExactly("a.py");
    assertThat(stack.records.history())
        .extracting(ActiveRelease::release)
        .containsExactly(old, fresh);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BeforeInstall | exit 3 | BeforeInstall: BeforeInstall.sh ended with exit code 3",
        "ValidateService | exit 4 | ValidateService: ValidateService.sh ended with exit code 4",
        "BeforeInstall | sleep 600 | BeforeInstall: BeforeInstall.sh did not end within 2 s",
        "ValidateService | sleep 600 | ValidateService: ValidateService.sh did not end within 2 s",
        "ApplicationStart | exit 0 | no hook that runs \"turbine-agent activate\"",
        "ApplicationStart | turbine-agent activate && exit 5 | ended with exit code 5",
      })
  void aHookThatFailsLeavesTheOldRelease(String event, String script, String words)
      throws Exception {
    Map<String, String> hooks = new TreeMap<>(Map.of("ApplicationStart", ACTIVATE));
    hooks.put(event, script);
    TestingStack.hooks(folder, script.startsWith("sleep") ? 2 : 30, hooks);
    refused(DAG, "a = 2", words);
  }

  @Test
  void ofMuchOutputTheBeginningIsKept() throws Exception {
    TestingStack.hooks(folder, Map.of("BeforeInstall", "seq 50000", "ApplicationStart", ACTIVATE));
    Revision revision = stack.write(DAG, "a = 2").project();
    put(archive(revision), revision);
    List<String> lines = deploy(revision.content().id().value()).lines();
    assertThat(lines).startsWith("BeforeInstall.sh: 1", "BeforeInstall.sh: 2");
    assertThat(lines.getLast()).isEqualTo("... %d lines left out", 50001 + 1 - lines.size());
  }

  @Test
  void aFullDiskEndsADeploymentToo() throws Exception {
    Path inTheWay = Files.createDirectory(folder.resolve("releases/under-way.json.fresh"));
    assertThat(deploy(old).failure().orElseThrow()).contains(inTheWay.toString());
    Files.delete(inTheWay);
    assertThat(deploy(old).failure()).isEmpty();
  }

  @Test
  void aReleaseThatCannotBeUsedAnyMoreIsReplacedByWhatWasSavedSince() throws Exception {
    Path requirements = stack.releases.airflow(new ReleaseId(old)).resolve("requirements.txt");
    Files.writeString(requirements, TestingStack.IMPOSSIBLE);
    assertThatThrownBy(() -> stack.deployments.resume(stack.project(), progress -> {}))
        .hasMessage("no version of impossible fits");
    Revision repaired = stack.write(DAG, "a = 2").project();
    stack.deployments.resume(repaired, progress -> {});
    assertThat(stack.active()).isEqualTo(repaired.content().id().value());
  }

  @Test
  void requirementsThatCannotBeMet() throws Exception {
    refused(
        "airflow/requirements.txt",
        TestingStack.IMPOSSIBLE,
        "environment: no version of impossible fits");
    // The next release's alone.
    assertThat(points.stream().filter(point -> point.startsWith("use"))).hasSize(1);
  }

  @Test
  void aDefectIsAFailureToo() throws Exception {
    refused("airflow/requirements.txt", TestingStack.DEFECTIVE, "environment: ");
  }

  @Test
  void aHookThatMakesRequirementsImpossibleIsToldWhy() throws Exception {
    TestingStack.hooks(
        folder,
        Map.of(
            "AfterInstall",
            "echo %s > %s"
                .formatted(
                    TestingStack.IMPOSSIBLE, folder.resolve("root/airflow/requirements.txt")),
            "ApplicationStart",
            ACTIVATE));
    refused(DAG, "a = 2", "no version of impossible fits");
  }

  @Test
  void aServiceThatDoesNotComeUpTakesTheReleaseBack() throws Exception {
    stack.target.failure = Optional.of(new TurbineException(Category.FAILED, "scheduler ended"));
    refused(DAG, "a = 2", "services: scheduler ended");
    // Once in vain, once for those that were replaced before it, and once for the next release.
    assertThat(points.stream().filter("replace"::equals)).hasSize(3);
  }

  @Test
  void aSecondActivationByTheSameDeploymentChangesNothing() throws Exception {
    TestingStack.hooks(folder, Map.of("ApplicationStart", ACTIVATE, "ValidateService", ACTIVATE));
    String fresh = stack.save(DAG, "a = 2");
    assertThat(stack.active()).isEqualTo(fresh);
    assertThat(points.stream().filter(point -> point.startsWith("wake"))).hasSize(1);
  }

  private void refused(String path, String text, String words) throws Exception {
    assertThatThrownBy(() -> stack.save(path, text))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(words);
    oldIsActive();
    // The next one is as good as ever.
    TestingStack.hooks(folder, Map.of("ApplicationStart", ACTIVATE));
    TestingStack.write(folder, "airflow/requirements.txt", "");
    assertThat(stack.save(DAG, "a = 3")).isEqualTo(stack.active());
  }

  private void oldIsActive() {
    assertThat(stack.active()).isEqualTo(old);
    assertThat(stack.target.used()).isEqualTo(old);
    assertThat(stack.records.underWay()).isEmpty();
    assertThat(stack.records.history()).extracting(ActiveRelease::release).containsExactly(old);
    assertThat(stack.releases.airflow(new ReleaseId(old)).resolve("dags/a.py")).hasContent("a = 1");
  }

  @Test
  void theFirstReleaseOfAllIsTakenBackAsWell() throws Exception {
    Path other = folder.resolve("other");
    try (TestingStack first = new TestingStack(other, point -> {})) {
      TestingStack.hooks(other, Map.of("ApplicationStart", ACTIVATE, "ValidateService", "exit 1"));
      assertThatThrownBy(() -> first.save(DAG, "a = 1")).hasMessageContaining("ValidateService");
      assertThat(first.active()).isEqualTo("nothing");
      assertThat(first.deployments.resume(progress -> {})).isEmpty();
    }
  }

  @Test
  void aCorruptedArchive() throws Exception {
    Revision revision = stack.write(DAG, "a = 2").project();
    Path archive = archive(revision);
    byte[] bytes = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(bytes, bytes.length / 2));
    put(archive, revision);
    DeploymentStatus status = deploy(revision.content().id().value());
    assertThat(status.state()).isEqualTo(State.FAILED);
    assertThat(status.failure().orElseThrow()).startsWith("revision: ");
    oldIsActive();
  }

  @Test
  void aReleaseThatIsNowhere() {
    DeploymentStatus status = deploy("00000000000000ff");
    assertThat(status.failure()).contains("revision: There is no release 00000000000000ff");
    oldIsActive();
    assertThatThrownBy(() -> deploy("latest")).hasMessageContaining("\"latest\" is not a release");
  }

  @Test
  void aZipMadeByHandDeploys() throws Exception {
    Revision revision = stack.write(DAG, "a = 2").project();
    Path zip = folder.resolve("by-hand.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      for (ReleaseFile file : revision.content().files()) {
        out.putNextEntry(new ZipEntry(file.path()));
        out.write(Files.readAllBytes(folder.resolve("project").resolve(file.path())));
      }
    }
    put(zip, revision);
    String id = revision.content().id().value();
    assertThat(deploy(id).failure()).isEmpty();
    assertThat(stack.active()).isEqualTo(id);
    assertThat(stack.releases.manifest(new ReleaseId(id)).orElseThrow().description())
        .isEqualTo("made by hand");
  }

  @Test
  void deploymentsAreDoneOneAfterAnother() throws Exception {
    TestingStack.hooks(
        folder,
        Map.of(
            "BeforeInstall", "turbine-agent at begins",
            "ApplicationStart", ACTIVATE,
            "ValidateService", "turbine-agent at ends"));
    List<String> ids = new ArrayList<>();
    for (int i = 2; i < 6; i++) {
      Revision revision = stack.write(DAG, "a = " + i).project();
      put(archive(revision), revision);
      ids.add(revision.content().id().value());
    }
    List<String> deployments =
        ids.stream()
            .map(id -> stack.deployments.deploy(new DeploymentOrder(id, Cause.DEPLOYED, "ana", "")))
            .toList();
    for (String deployment : deployments) {
      assertThat(stack.await(deployment).failure()).isEmpty();
    }
    assertThat(points.stream().filter(point -> point.equals("begins") || point.equals("ends")))
        .containsExactly("begins", "ends", "begins", "ends", "begins", "ends", "begins", "ends");
    assertThat(stack.records.history())
        .extracting(ActiveRelease::release)
        .startsWith(old)
        .containsAll(ids)
        .hasSize(5);
  }

  @Test
  void whatIsSavedTwiceIsDeployedOnce() throws Exception {
    assertThat(stack.deployments.save(stack.project(), "ana")).isEmpty();
    assertThat(points).isEmpty();
    assertThat(stack.records.history()).hasSize(1);
  }

  @Test
  void aRollbackLastsUntilSomethingElseIsSaved() throws Exception {
    String fresh = stack.save(DAG, "a = 2");
    String rollback =
        stack.deployments.deploy(new DeploymentOrder(old, Cause.ROLLED_BACK, "ana", "too fast"));
    assertThat(stack.await(rollback).failure()).isEmpty();
    assertThat(stack.active()).isEqualTo(old);
    assertThat(stack.deployments.save(stack.project(), "ana")).isEmpty();
    assertThat(stack.active()).isEqualTo(old);
    String newest = stack.save(DAG, "a = 3");
    assertThat(stack.records.history())
        .extracting(ActiveRelease::release)
        .containsExactly(old, fresh, old, newest);
    // The very files of an older release may be saved again too.
    assertThat(stack.save(DAG, "a = 1")).isEqualTo(old).isEqualTo(stack.active());
  }

  private DeploymentStatus deploy(String release) {
    return stack.await(
        stack.deployments.deploy(new DeploymentOrder(release, Cause.DEPLOYED, "ana", "")));
  }

  private Path archive(Revision revision) throws IOException {
    Path archive = Files.createTempFile(folder, "archive", ".zip");
    RevisionArchive.write(revision, manifest(revision), archive);
    return archive;
  }

  private void put(Path archive, Revision revision) {
    assertThat(stack.store.put(archive, manifest(revision))).isTrue();
  }

  private static Manifest manifest(Revision revision) {
    return new ManifestMaker(SupportedPython.V3_12, Clock.systemUTC())
        .of(revision.content(), "ana", "");
  }
}
