package dev.turbine.local.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.scaling.Fleet;
import dev.turbine.core.scaling.FleetContract;
import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.core.service.RestartPolicy;
import dev.turbine.local.process.ServiceState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fleets of real processes: shell scripts that tell their states as Celery workers do. */
@Timeout(60)
class ProcessFleetIT extends FleetContract {
  @TempDir private Path folder;
  private ScriptedWorkers scripts;
  private ProcessFleet fleet;

  @BeforeEach
  void prepare() throws Exception {
    scripts = new ScriptedWorkers(folder);
    fleet = scripts.fleet("default", List.of(), 0);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    scripts.close();
  }

  @Override
  protected Fleet fleet() {
    return fleet;
  }

  @Override
  protected void awaitStarted() {
    scripts.await(() ->
        fleet.describe().stream().noneMatch(worker -> worker.state() == WorkerState.STARTING));
  }

  @Override
  protected Runnable occupy(String worker) {
    scripts.occupy(worker);
    scripts.await(() -> running(worker) == 1);
    return () -> {
      scripts.release(worker);
      scripts.await(() -> running(worker) == 0);
    };
  }

  @Override
  protected void awaitEnded(String worker) {
    scripts.await(() -> fleet.describe().stream().noneMatch(each -> each.name().equals(worker)));
  }

  private int running(String worker) {
    return fleet.describe().stream()
        .filter(each -> each.name().equals(worker))
        .mapToInt(Worker::running)
        .sum();
  }

  @Test
  void aReplacementCountsOnceAndWaitsForItsPredecessorsTask() throws Exception {
    fleet.apply(new Grow(0, 1, "test"));
    awaitStarted();
    Runnable end = occupy("worker-1");
    scripts.settingsChange();
    assertThat(fleet.replaceOutdated()).containsExactly("worker-1");
    assertThat(fleet.describe())
        .extracting(Worker::name, Worker::state)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("worker-2", WorkerState.IDLE),
            org.assertj.core.groups.Tuple.tuple("worker-1", WorkerState.DRAINING));
    fleet.apply(new Grow(0, 1, "the draining one does not count, its successor does"));
    assertThat(fleet.describe()).hasSize(2);
    end.run();
    awaitEnded("worker-1");
  }

  @Test
  void whatOutlastsTheDrainLimitIsCutAndReported() {
    scripts.drainLimit(Duration.ofMillis(300));
    fleet.apply(new Grow(0, 1, "test"));
    awaitStarted();
    scripts.occupy("worker-1");
    scripts.await(() -> running("worker-1") == 1);
    fleet.apply(new Shrink(List.of("worker-1"), 0, "test"));
    awaitEnded("worker-1");
    assertThat(scripts.killed()).containsExactly("worker-1 [task]");
  }

  @Test
  void survivorsOfThisSetStayAndOthersAreNotTouched() throws Exception {
    fleet.apply(new Grow(0, 2, "test"));
    awaitStarted();
    ProcessFleet next =
        scripts.fleet("default", List.of("worker-1", "worker-2", "worker-gpu-1"), 1);
    assertThat(next.present())
        .extracting(worker -> worker.status().name())
        .containsExactly("worker-1", "worker-2");
  }

  @Test
  void aSilentWorkerIsReplacedAtOnce() {
    fleet.apply(new Grow(0, 1, "test"));
    awaitStarted();
    assertThat(fleet.replaceSilent(fleet.look().getFirst())).contains("worker-2");
    awaitEnded("worker-1");
    awaitStarted();
    assertThat(fleet.describe()).extracting(Worker::name).containsExactly("worker-2");
  }

  @Test
  void aWorkerThatWasGivenUpHoldsItsPlaceOnlyForAsLongAsItsEndsCount() {
    Duration window = RestartPolicy.DEFAULT.window();
    scripts.breakDown("worker-1");
    fleet.apply(new Grow(0, 1, "test"));
    scripts.await(() -> fleet.present().getFirst().status().state().equals(ServiceState.FAILED));
    scripts.later(window.minusSeconds(50));
    fleet.apply(new Grow(0, 1, "nobody comes"));
    assertThat(fleet.describe())
        .singleElement()
        .returns("worker-1", Worker::name)
        .returns(WorkerState.STARTING, Worker::state);
    scripts.later(window);
    assertThat(fleet.describe()).as("so a decision misses one").isEmpty();
    assertThat(fleet.present()).as("and one sees why").hasSize(1);
    fleet.apply(new Grow(0, 1, "test"));
    awaitStarted();
    scripts.await(() -> fleet.all().size() == 1);
    assertThat(fleet.describe()).extracting(Worker::name).containsExactly("worker-2");
  }
}
