package dev.turbine.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link Fleet} promises; its adapters' tests extend this. */
public abstract class FleetContract {
  /** The fleet under test, without workers at first and the same at each call within a test. */
  protected abstract Fleet fleet();

  /** Waits until no worker is starting. */
  protected abstract void awaitStarted();

  /** Gives one task to this worker; returns what ends the task and waits until that is seen. */
  protected abstract Runnable occupy(String worker);

  /** Waits until this worker has ended. */
  protected abstract void awaitEnded(String worker);

  @Test
  void emptyFleetHasNoWorkers() {
    assertThat(fleet().describe()).isEmpty();
  }

  @Test
  void growthStartsWorkersThatBecomeIdle() {
    grow(2);
    assertThat(fleet().describe()).hasSize(2);
    assertThat(names()).doesNotHaveDuplicates();
    awaitStarted();
    assertThat(states()).containsExactly(WorkerState.IDLE, WorkerState.IDLE);
  }

  @Test
  void growthAppliedTwiceStartsNothingTwice() {
    Grow twice = new Grow(0, 2, "test");
    fleet().apply(twice);
    fleet().apply(twice);
    assertThat(fleet().describe()).hasSize(2);
  }

  @Test
  void growthNeverTakesWorkersAway() {
    grow(2);
    fleet().apply(new Grow(0, 1, "decided from an older look"));
    assertThat(fleet().describe()).hasSize(2);
  }

  @Test
  void holdingChangesNothing() {
    grow(1);
    awaitStarted();
    List<Worker> before = fleet().describe();
    fleet().apply(new Hold(1, "test"));
    assertThat(fleet().describe()).isEqualTo(before);
  }

  @Test
  void idleWorkersThatAreNamedLeave() {
    grow(2);
    awaitStarted();
    String leaving = names().getFirst();
    String staying = names().getLast();
    shrink(leaving, 1);
    awaitEnded(leaving);
    assertThat(names()).containsExactly(staying);
    assertThat(states()).containsExactly(WorkerState.IDLE);
  }

  @Test
  void aWorkerThatGotATaskMeanwhileFinishesItBeforeItLeaves() {
    grow(1);
    awaitStarted();
    String worker = names().getFirst();
    Runnable end = occupy(worker);
    assertThat(fleet().describe())
        .singleElement()
        .satisfies(busy -> {
          assertThat(busy.state()).isEqualTo(WorkerState.BUSY);
          assertThat(busy.running()).isEqualTo(1);
        });
    shrink(worker, 0);
    assertThat(fleet().describe())
        .singleElement()
        .satisfies(draining -> {
          assertThat(draining.state()).isEqualTo(WorkerState.DRAINING);
          assertThat(draining.running()).isEqualTo(1);
        });
    end.run();
    awaitEnded(worker);
    assertThat(fleet().describe()).isEmpty();
  }

  @Test
  void aDrainingWorkerDoesNotCountAsOneThatStays() {
    grow(1);
    awaitStarted();
    String worker = names().getFirst();
    Runnable end = occupy(worker);
    shrink(worker, 0);
    fleet().apply(new Grow(0, 1, "test"));
    assertThat(names()).hasSize(2).contains(worker);
    end.run();
    awaitEnded(worker);
    assertThat(names()).hasSize(1).doesNotContain(worker);
  }

  @Test
  void namesThatAreGoneArePassedOver() {
    grow(1);
    awaitStarted();
    shrink("was here yesterday", 0);
    assertThat(states()).containsExactly(WorkerState.IDLE);
  }

  @Test
  void shrinkingAppliedTwiceIsShrinkingOnce() {
    grow(2);
    awaitStarted();
    String worker = names().getFirst();
    shrink(worker, 1);
    shrink(worker, 1);
    awaitEnded(worker);
    assertThat(fleet().describe()).hasSize(1);
  }

  private void grow(int workers) {
    fleet().apply(new Grow(fleet().describe().size(), workers, "test"));
  }

  private void shrink(String leaving, int workers) {
    fleet().apply(new Shrink(List.of(leaving), workers, "test"));
  }

  private List<String> names() {
    return fleet().describe().stream().map(Worker::name).toList();
  }

  private List<WorkerState> states() {
    return fleet().describe().stream().map(Worker::state).toList();
  }
}
