package dev.turbine.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.Revision;
import dev.turbine.airflow.release.RevisionArchive;
import dev.turbine.core.TurbineException;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RestorationIT {
  @TempDir private Path folder;
  private final List<String> points = Collections.synchronizedList(new ArrayList<>());
  private TestingStack stack;
  private String active;
  private ReleaseId gone;

  @BeforeEach
  void storeARelease() throws Exception {
    stack = new TestingStack(folder, points::add);
    TestingStack.hooks(
        folder,
        Map.of(
            "BeforeInstall", "turbine-agent at BeforeInstall",
            "ApplicationStart", "exec turbine-agent activate"));
    active = stack.save("airflow/dags/a.py", "a = 1");
    Revision revision = stack.write("airflow/dags/a.py", "a = 2").project();
    gone = revision.content().id();
    Manifest manifest =
        new ManifestMaker(SupportedPython.V3_12, Clock.systemUTC())
            .of(revision.content(), "ana", "");
    Path archive = folder.resolve("archive.zip");
    RevisionArchive.write(revision, manifest, archive);
    assertThat(stack.store.put(archive, manifest)).isTrue();
    points.clear();
    stack.environments.set(0);
  }

  @AfterEach
  void stop() throws IOException {
    stack.close();
  }

  @Test
  void aReleaseComesBackWithoutHooksAndWithoutBecomingActive() throws Exception {
    assertThat(stack.deployments.restore(gone.value()))
        .isEqualTo("release %s is back on this disk".formatted(gone));
    assertThat(stack.releases.airflow(gone).resolve("dags/a.py")).hasContent("a = 2");
    assertThat(stack.releases.folder(gone).resolve("environment/bin/python")).exists();
    assertThat(points).containsExactly("environment");
    assertThat(stack.active()).isEqualTo(active);
    assertThat(stack.target.used()).isEqualTo(active);
    assertThat(folder.resolve("root/airflow/dags/a.py")).hasContent("a = 1");
    try (Stream<Path> parts = Files.list(stack.releases.folder(gone))) {
      assertThat(parts.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("airflow", "revision", "environment", "manifest.json");
    }
  }

  @Test
  void manyWhoAskAtOnceGetOne() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        answers.add(threads.submit(() -> stack.deployments.restore(gone.value())));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).contains(gone.value()).contains("on this disk");
      }
    }
    assertThat(stack.environments).hasValue(1);
  }

  @Test
  void aReleaseThatLacksItsEnvironmentGetsOne() throws Exception {
    Files.delete(stack.releases.folder(new ReleaseId(active)).resolve("environment"));
    assertThat(stack.deployments.restore(active)).contains("is back");
    assertThat(stack.releases.folder(new ReleaseId(active)).resolve("environment")).exists();
  }

  @Test
  void whatIsNowhereIsRefused() {
    assertThatThrownBy(() -> stack.deployments.restore("00000000000000ff"))
        .isInstanceOf(TurbineException.class)
        .hasMessage("There is no release 00000000000000ff");
    assertThatThrownBy(() -> stack.deployments.restore("../../etc"))
        .isInstanceOf(TurbineException.class)
        .hasMessage("\"../../etc\" is not a release; expected 16 hex digits");
  }
}
