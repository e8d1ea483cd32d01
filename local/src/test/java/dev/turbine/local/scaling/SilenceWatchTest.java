package dev.turbine.local.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.local.fleet.WorkerSight;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Demand WAITING = new Demand.Tasks(1, 0);
  private static final Worker FULL = new Worker("worker-1", WorkerState.BUSY, START, 4);

  @Test
  void oneThatPollsIsNeverSilent() {
    assertThat(firstSilent(second -> idle(second - second % 15), _ -> WAITING)).isEqualTo(-1);
  }

  @Test
  void oneThatDoesNotPollWhileTasksWaitIsSilentAfterAMinute() {
    assertThat(firstSilent(_ -> idle(0), _ -> WAITING)).isEqualTo(60);
  }

  @Test
  void withoutWaitingTasksNobodyIs() {
    assertThat(firstSilent(_ -> idle(0), _ -> new Demand.Tasks(0, 9))).isEqualTo(-1);
    assertThat(firstSilent(_ -> idle(0), _ -> new Demand.Unreadable("silent"))).isEqualTo(-1);
  }

  @Test
  void aQueueThatWasSilentItselfExcusesItsWorkers() {
    assertThat(
            firstSilent(
                _ -> idle(0), second -> second < 100 ? new Demand.Unreadable("silent") : WAITING))
        .isEqualTo(160);
  }

  @Test
  void oneWithoutAFreeSlotDoesNotPoll() {
    assertThat(firstSilent(second -> sight(FULL, 0, second), _ -> WAITING)).isEqualTo(-1);
    Worker busy = new Worker("worker-1", WorkerState.BUSY, START, 3);
    assertThat(firstSilent(_ -> sight(busy, 0), _ -> WAITING)).isEqualTo(60);
  }

  @Test
  void oneThatTellsNothingMayHaveAFreeSlot() {
    // Its report is stale from the 11th second on.
    assertThat(firstSilent(_ -> sight(FULL, 0, 0), _ -> WAITING)).isEqualTo(71);
  }

  @Test
  void afterTheMachineSleptEverybodyHasItsMinute() {
    SilenceWatch watch = new SilenceWatch(4);
    assertThat(watch.silent(START, WAITING, List.of(idle(0)))).isEmpty();
    assertThat(watch.silent(START.plusSeconds(3600), WAITING, List.of(idle(0)))).isEmpty();
  }

  private static int firstSilent(IntFunction<WorkerSight> worker, IntFunction<Demand> demand) {
    SilenceWatch watch = new SilenceWatch(4);
    for (int second = 0; second < 300; second++) {
      List<WorkerSight> silent =
          watch.silent(
              START.plusSeconds(second), demand.apply(second), List.of(worker.apply(second)));
      if (!silent.isEmpty()) {
        return second;
      }
    }
    return -1;
  }

  private static WorkerSight idle(int polled) {
    return sight(new Worker("worker-1", WorkerState.IDLE, START, 0), polled);
  }

  private static WorkerSight sight(Worker worker, int polled) {
    return sight(worker, polled, 0);
  }

  private static WorkerSight sight(Worker worker, int polled, int written) {
    return ScriptedFleet.sight(worker, 1, START.plusSeconds(written), START.plusSeconds(polled), 0);
  }
}
