package dev.turbine.local.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.scaling.LoadAverage;
import dev.turbine.core.scaling.PollInterval;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class EmptyReceivesTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private final EmptyReceives receives =
      new EmptyReceives(
          new LoadAverage(
              new PollInterval(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO), 1));

  @Test
  void nothingIsSaidBeforeAMinuteWasSeen() {
    look(0, 54, 0);
    assertThat(receives.average()).isEmpty();
  }

  @Test
  void aWorkerThatPollsInVainAllTheTimeIsIdle() {
    look(0, 120, 1);
    assertThat(receives.average().orElseThrow()).isCloseTo(0, Offset.offset(0.01));
  }

  @Test
  void oneThatDoesNotIsBusy() {
    look(0, 120, 0);
    assertThat(receives.average()).contains(1.0);
  }

  @Test
  void onlyTheLastMinuteCounts() {
    look(0, 120, 1);
    look(121, 240, 0);
    assertThat(receives.average()).contains(1.0);
  }

  @Test
  void whatAWorkerCountedBeforeItWasSeenIsNotCounted() {
    Worker worker = new Worker("worker-1", WorkerState.IDLE, START, 0);
    for (int second = 0; second <= 120; second++) {
      Instant now = START.plusSeconds(second);
      // Another process at half time, which claims a million.
      receives.look(
          now,
          List.of(ScriptedFleet.sight(worker, second / 90, now, now, second < 90 ? 0 : 1_000_000)),
          1);
    }
    assertThat(receives.average()).contains(1.0);
  }

  /** One worker, with an empty poll every ten seconds times the factor. */
  private void look(int from, int to, int factor) {
    Worker worker = new Worker("worker-1", WorkerState.IDLE, START, 0);
    for (int second = from; second <= to; second++) {
      Instant now = START.plusSeconds(second);
      long count = factor == 1 ? second / 10 : 12;
      receives.look(now, List.of(ScriptedFleet.sight(worker, 1, now, now, count)), 1);
    }
  }
}
