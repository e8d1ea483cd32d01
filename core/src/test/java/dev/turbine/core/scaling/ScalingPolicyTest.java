package dev.turbine.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is decided, and the very words in which it is explained. */
class ScalingPolicyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final ScalingPolicy POLICY = policy(0, 3);

  @Test
  void fromZeroAllThatAreNeededStartAtOnce() {
    assertThat(decide(tasks(9, 0), ScalingState.NONE))
        .isEqualTo(
            new Scaling(
                new Grow(
                    0,
                    3,
                    "9 tasks (9 waiting, 0 taken) need 3 workers of 4 slots; 0 are there:"
                        + " 3 start."),
                ScalingState.NONE));
  }

  @Test
  void oneTaskNeedsOneWorker() {
    assertThat(decide(tasks(1, 0), ScalingState.NONE).decision())
        .isEqualTo(
            new Grow(
                0,
                1,
                "1 task (1 waiting, 0 taken) needs 1 worker of 4 slots; 0 are there: 1 starts."));
  }

  @Test
  void startingWorkersAreCounted() {
    assertThat(
            decide(tasks(5, 4), ScalingState.NONE, busy("a", 4), starting("b"), starting("c"))
                .decision())
        .isEqualTo(
            new Hold(
                3,
                "9 tasks (5 waiting, 4 taken) need 3 workers of 4 slots; 3 are there,"
                    + " 2 of them starting: enough."));
  }

  @Test
  void maxLimitsGrowthAndIsNamed() {
    assertThat(decide(tasks(20, 4), ScalingState.NONE, busy("a", 4)).decision())
        .isEqualTo(
            new Grow(
                1,
                3,
                "24 tasks (20 waiting, 4 taken) need 6 workers of 4 slots, max is 3;"
                    + " 1 is there: 2 start."));
    assertThat(
            decide(tasks(12, 12), ScalingState.NONE, busy("a", 4), busy("b", 4), busy("c", 4))
                .decision()
                .reason())
        .isEqualTo(
            "24 tasks (12 waiting, 12 taken) need 6 workers of 4 slots, max is 3;"
                + " 3 are there: no more may be.");
  }

  @Test
  void minIsKeptWithoutDemand() {
    Scaling scaling = policy(2, 3).decide(snapshot(NOW, tasks(0, 0)), ScalingState.NONE);
    assertThat(scaling.decision())
        .isEqualTo(
            new Grow(
                0,
                2,
                "0 tasks (0 waiting, 0 taken) need 0 workers of 4 slots, min is 2;"
                    + " 0 are there: 2 start."));
  }

  @Test
  void lowLoadIsRememberedAndNobodyLeavesBeforeTheWindowIsOver() {
    Scaling first = decide(tasks(0, 1), ScalingState.NONE, busy("a", 1), idle("b", 0));
    assertThat(first)
        .isEqualTo(
            new Scaling(
                new Hold(
                    2,
                    "1 task (0 waiting, 1 taken) needs 1 worker of 4 slots; 2 are there;"
                        + " the load of 0.13 is not above 0.50 since 0 s of 60 s: 1 may leave"
                        + " then."),
                low(NOW, 1)));
    Scaling later =
        POLICY.decide(
            snapshot(NOW.plusSeconds(59), tasks(0, 1), busy("a", 1), idle("b", 0)), first.next());
    assertThat(later.decision().reason()).contains("since 59 s of 60 s: 1 may leave then.");
    assertThat(later.next()).isEqualTo(low(NOW, 1));
  }

  @Test
  void afterTheWindowTheIdleOnesLeave() {
    Scaling scaling =
        POLICY.decide(
            snapshot(NOW.plusSeconds(60), tasks(0, 1), busy("a", 1), idle("b", 0)), low(NOW, 1));
    assertThat(scaling)
        .isEqualTo(
            new Scaling(
                new Shrink(
                    List.of("b"),
                    1,
                    "1 task (0 waiting, 1 taken) needs 1 worker of 4 slots; 2 are there; the load"
                        + " of 0.13 is not above 0.50 since 60 s, 1 were needed at most in that"
                        + " time: b leave."),
                low(NOW, 1)));
  }

  @Test
  void thoseThatAreIdleLongestLeaveFirst() {
    Scaling scaling =
        decide(tasks(0, 4), low(NOW.minusSeconds(60), 1), idle("a", 1), idle("b", 3), idle("c", 2));
    assertThat(((Shrink) scaling.decision()).leaving()).containsExactly("b", "c");
  }

  @Test
  void asManyStayAsWereNeededAtOnceWithinTheWindow() {
    Scaling scaling =
        decide(tasks(0, 0), low(NOW.minusSeconds(60), 2), idle("a", 1), idle("b", 2), idle("c", 3));
    assertThat(((Shrink) scaling.decision()).leaving()).containsExactly("c");
  }

  @Test
  void whatAWindowsPeakKeptLeavesAfterTheNext() {
    Scaling first = decide(tasks(0, 0), low(NOW.minusSeconds(60), 1), idle("a", 1), idle("b", 2));
    assertThat(first.decision().workers()).isEqualTo(1);
    Scaling within =
        POLICY.decide(snapshot(NOW.plusSeconds(1), tasks(0, 0), idle("a", 1)), first.next());
    assertThat(within.decision()).isInstanceOf(Hold.class);
    assertThat(within.next()).isEqualTo(low(NOW.plusSeconds(1), 0));
    Scaling second =
        POLICY.decide(snapshot(NOW.plusSeconds(61), tasks(0, 0), idle("a", 1)), within.next());
    assertThat(second.decision()).isInstanceOf(Shrink.class).returns(0, each -> each.workers());
  }

  @Test
  void aWindowGoesOnWhileThoseThatAreTooManyAreNotIdle() {
    ScalingState before = low(NOW.minusSeconds(60), 1);
    assertThat(decide(tasks(0, 2), before, busy("a", 1), busy("b", 1)).next()).isEqualTo(before);
  }

  @Test
  void toZeroWhenNothingIsLeftToDo() {
    Scaling scaling = decide(tasks(0, 0), low(NOW.minusSeconds(60), 0), idle("a", 1));
    assertThat(scaling.decision()).isInstanceOf(Shrink.class);
    assertThat(scaling.decision().workers()).isZero();
  }

  @Test
  void whenNoneIsIdleNobodyLeaves() {
    Scaling scaling = decide(tasks(0, 2), low(NOW.minusSeconds(60), 1), busy("a", 1), busy("b", 1));
    assertThat(scaling.decision())
        .isEqualTo(
            new Hold(
                2,
                "2 tasks (0 waiting, 2 taken) need 1 worker of 4 slots; 2 are there; the load of"
                    + " 0.25 is not above 0.50 since 60 s, 1 were needed at most in that time,"
                    + " but none is idle: nobody leaves."));
  }

  @Test
  void whatStaysBecauseItWorksIsNamed() {
    Scaling scaling =
        decide(tasks(0, 2), low(NOW.minusSeconds(60), 1), busy("a", 1), busy("b", 1), idle("c", 0));
    assertThat(scaling.decision().workers()).isEqualTo(2);
    assertThat(scaling.decision().reason()).endsWith(": c leave; the others are not idle.");
  }

  @Test
  void betweenTheThresholdsNothingChangesAndLowLoadIsForgotten() {
    Scaling scaling =
        decide(tasks(0, 5), low(NOW.minusSeconds(600), 1), busy("a", 4), busy("b", 1));
    assertThat(scaling)
        .isEqualTo(
            new Scaling(
                new Hold(
                    2,
                    "5 tasks (0 waiting, 5 taken) need 2 workers of 4 slots; 2 are there:"
                        + " enough."),
                ScalingState.NONE));
  }

  @Test
  void lowLoadThatJustFitsIsNoReasonToLeave() {
    assertThat(decide(tasks(0, 1), ScalingState.NONE, busy("a", 1)).decision())
        .isEqualTo(
            new Hold(
                1,
                "1 task (0 waiting, 1 taken) needs 1 worker of 4 slots; 1 is there:"
                    + " none too many."));
  }

  @Test
  void unreadableDemandHoldsAndForgetsLowLoad() {
    Scaling scaling =
        decide(
            new Demand.Unreadable("The queue does not answer."),
            low(NOW.minusSeconds(600), 0),
            idle("a", 600));
    assertThat(scaling)
        .isEqualTo(
            new Scaling(
                new Hold(
                    1, "The demand is unknown, so nothing changes: The queue does not answer."),
                ScalingState.NONE));
  }

  @Test
  void drainingWorkersAndTheirTasksAreNotCounted() {
    assertThat(decide(tasks(1, 3), ScalingState.NONE, draining("a", 3)).decision())
        .isEqualTo(
            new Grow(
                0,
                1,
                "4 tasks (1 waiting, 3 taken) need 1 worker of 4 slots; 0 are there,"
                    + " 3 tasks on workers that drain: 1 starts."));
    assertThat(decide(tasks(0, 3), ScalingState.NONE, draining("a", 3)).decision())
        .isInstanceOf(Hold.class);
  }

  @Test
  void tasksThatOutlastTheirMessagesStillOccupyTheirSlots() {
    assertThat(decide(tasks(1, 0), ScalingState.NONE, busy("a", 4)).decision())
        .isEqualTo(
            new Grow(
                1,
                2,
                "1 task (1 waiting, 0 taken) needs 2 workers of 4 slots; 1 is there,"
                    + " 4 tasks of workers in no queue: 1 starts."));
  }

  @Test
  void moreThanMaxLeaveWithoutWaiting() {
    Scaling scaling =
        decide(
            tasks(0, 8),
            ScalingState.NONE,
            busy("a", 4),
            busy("b", 3),
            busy("c", 1),
            idle("d", 1),
            idle("e", 2));
    assertThat(scaling.decision())
        .isEqualTo(
            new Shrink(
                List.of("e", "d"),
                3,
                "8 tasks (0 waiting, 8 taken) need 2 workers of 4 slots; 5 are there;"
                    + " at most 3 may be: e, d leave."));
  }

  @Test
  void theGrowthThresholdIsTheLoadThatWorkersAreToCarry() {
    WorkerSet roomy = set(0, 9, 10, 0.9, 0.5);
    assertThat(decided(roomy, 9)).isEqualTo(1);
    assertThat(decided(roomy, 10)).isEqualTo(2);
    WorkerSet thrifty = set(0, 9, 4, 2, 0.5);
    assertThat(decided(thrifty, 1)).isEqualTo(1);
    assertThat(decided(thrifty, 8)).isEqualTo(1);
    assertThat(decided(thrifty, 9)).isEqualTo(2);
    // 21 / (3 * 0.7) is a little above 10 in doubles.
    assertThat(decided(set(0, 99, 3, 0.7, 0.5), 21)).isEqualTo(10);
  }

  @Test
  void moreTasksThanAnIntCanHoldAreStillOnlyMax() {
    assertThat(decided(set(0, 9, 1, 1, 0.5), Long.MAX_VALUE)).isEqualTo(9);
  }

  @Test
  void settingsThatCannotWorkAreRefused() {
    assertThatThrownBy(() -> set(4, 3, 4, 1, 0.5)).hasMessageContaining("max is 3, min 4");
    assertThatThrownBy(() -> set(-1, 3, 4, 1, 0.5)).hasMessageContaining("min is negative: -1");
    assertThatThrownBy(() -> set(0, 0, 4, 1, 0.5)).hasMessageContaining("max is 0");
    assertThatThrownBy(() -> set(0, 3, 0, 1, 0.5)).hasMessageContaining("concurrency");
    assertThatThrownBy(() -> set(0, 3, 4, 0.5, 0.5))
        .hasMessageContaining("shrinkThreshold 0.5")
        .hasMessageContaining("growthThreshold 0.5");
    assertThatThrownBy(() -> set(0, 3, 4, Double.NaN, 0.5)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> set(0, 3, 4, 1, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() ->
            new WorkerSet("default", List.of("a", "a"), 0, 1, 1, 1, 0.5, Duration.ofSeconds(60)))
        .hasMessageContaining("[a, a]");
  }

  private static int decided(WorkerSet set, long tasks) {
    return new ScalingPolicy(set)
        .decide(snapshot(NOW, tasks(tasks, 0)), ScalingState.NONE)
        .decision()
        .workers();
  }

  private static Scaling decide(Demand demand, ScalingState state, Worker... workers) {
    return POLICY.decide(snapshot(NOW, demand, workers), state);
  }

  private static ClusterSnapshot snapshot(Instant time, Demand demand, Worker... workers) {
    return new ClusterSnapshot(time, demand, new ArrayList<>(List.of(workers)));
  }

  private static ScalingPolicy policy(int min, int max) {
    return new ScalingPolicy(set(min, max, 4, 1, 0.5));
  }

  private static WorkerSet set(int min, int max, int concurrency, double growth, double shrink) {
    return new WorkerSet(
        "default",
        List.of("default"),
        min,
        max,
        concurrency,
        growth,
        shrink,
        Duration.ofSeconds(60));
  }

  private static Demand tasks(long waiting, long taken) {
    return new Demand.Tasks(waiting, taken);
  }

  private static ScalingState low(Instant since, int peak) {
    return new ScalingState(Optional.of(new LowLoad(since, peak)));
  }

  private static Worker starting(String name) {
    return new Worker(name, WorkerState.STARTING, NOW, 0);
  }

  private static Worker idle(String name, int seconds) {
    return new Worker(name, WorkerState.IDLE, NOW.minusSeconds(seconds), 0);
  }

  private static Worker busy(String name, int running) {
    return new Worker(name, WorkerState.BUSY, NOW, running);
  }

  private static Worker draining(String name, int running) {
    return new Worker(name, WorkerState.DRAINING, NOW, running);
  }
}
