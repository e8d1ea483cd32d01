package dev.turbine.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.release.RunReleases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class PruningIT {
  @TempDir private Path folder;
  private TestingStack stack;
  private final List<String> saved = new ArrayList<>();

  @BeforeEach
  void comeUp() throws IOException {
    stack = new TestingStack(folder, _ -> {});
    TestingStack.hooks(folder, Map.of("ApplicationStart", "exec turbine-agent activate"));
  }

  @AfterEach
  void stop() throws IOException {
    stack.close();
  }

  @Test
  void activationsRemoveWhatNobodyNeeds() throws Exception {
    stack.runs = new RunReleases.Unknown("Airflow is not up");
    save(14);
    assertThat(stack.releases.ids()).hasSize(14);
    // One that a run needs, one that a service was started from, one that was asked for.
    stack.target.running = Set.of(saved.get(1));
    assertThat(stack.deployments.restore(saved.get(2))).contains("is on this disk");
    stack.runs = new RunReleases.Known(Set.of(new ReleaseId(saved.getFirst())));
    stack.deployments.prune();
    awaitGone(saved.get(3));
    assertThat(stack.releases.ids())
        .extracting(ReleaseId::value)
        .containsExactlyInAnyOrderElementsOf(without(saved, 3));
    // When the run has ended, the next activation takes its release.
    stack.runs = new RunReleases.Known(Set.of());
    save(1);
    awaitGone(saved.getFirst());
    awaitGone(saved.get(4));
    assertThat(stack.releases.ids()).extracting(ReleaseId::value).contains(stack.active());
  }

  @Test
  void whatAPastRunWasBoundToCanBeHadAgain() throws Exception {
    save(1);
    ReleaseId wanted = new ReleaseId(saved.getFirst());
    stack.pastRuns = Set.of(wanted);
    save(11);
    awaitGone(saved.get(0));
    awaitGone(saved.get(1));
    assertThat(stack.store.has(new ReleaseId(saved.get(1)))).isFalse();
    assertThat(stack.deployments.restore(wanted.value())).contains("is back on this disk");
    assertThat(stack.releases.airflow(wanted).resolve("dags/a.py")).hasContent("a = 0");
  }

  @Test
  void theEngineKeepsFewRevisions() throws Exception {
    save(9);
    try (Stream<Path> kept = Files.list(folder.resolve("state/local"))) {
      assertThat(kept).hasSizeLessThanOrEqualTo(5);
    }
    try (Stream<Path> records = Files.list(folder.resolve("state/deployment-instructions"))) {
      assertThat(records).hasSizeLessThanOrEqualTo(4);
    }
  }

  private void save(int times) throws IOException, InterruptedException {
    for (int i = 0; i < times; i++) {
      saved.add(stack.save("airflow/dags/a.py", "a = " + saved.size()));
    }
  }

  private static List<String> without(List<String> all, int index) {
    List<String> rest = new ArrayList<>(all);
    rest.remove(index);
    return rest;
  }

  private void awaitGone(String release) {
    Path folder = stack.releases.folder(new ReleaseId(release));
    await().until(() -> Files.notExists(folder));
  }
}
