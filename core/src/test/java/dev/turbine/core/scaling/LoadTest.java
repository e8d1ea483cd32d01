package dev.turbine.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.turbine.core.queue.QueueDepth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoadTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final LoadMetric METRIC = new LoadMetric(4);

  /** The original's, with the overhead that its fitted factor implies. */
  private static final PollInterval ORIGINAL =
      new PollInterval(Duration.ofSeconds(10), Duration.ZERO, Duration.ofMillis(158));

  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

  @Test
  void loadIsTasksForEachSlotInService() {
    assertThat(
            measure(
                new Demand.Tasks(3, 3),
                worker("a", WorkerState.BUSY, 3),
                worker("b", WorkerState.IDLE, 0)))
        .isEqualTo(new Load.Measured(0.75));
  }

  @Test
  void startingWorkersHaveNoSlotsYet() {
    assertThat(
            measure(
                new Demand.Tasks(4, 4),
                worker("a", WorkerState.BUSY, 4),
                worker("b", WorkerState.STARTING, 0)))
        .isEqualTo(new Load.Measured(2));
  }

  @Test
  void drainingWorkersCountNeitherWithTheirSlotsNorWithTheirTasks() {
    assertThat(
            measure(
                new Demand.Tasks(0, 5),
                worker("a", WorkerState.BUSY, 2),
                worker("b", WorkerState.DRAINING, 3)))
        .isEqualTo(new Load.Measured(0.5));
  }

  @Test
  void aQueueThatIsBehindItsWorkersDoesNotMakeTheLoadNegative() {
    assertThat(measure(new Demand.Tasks(0, 1), worker("a", WorkerState.DRAINING, 3)))
        .isEqualTo(new Load.Measured(0));
  }

  @Test
  void tasksThatOutlastTheirMessagesAreCounted() {
    assertThat(measure(new Demand.Tasks(2, 0), worker("a", WorkerState.BUSY, 2)))
        .isEqualTo(new Load.Measured(1));
  }

  @Test
  void tasksWithoutSlotsAreUnserved() {
    assertThat(measure(new Demand.Tasks(7, 0))).isEqualTo(new Load.Unserved(7));
    assertThat(measure(new Demand.Tasks(0, 0))).isEqualTo(new Load.Measured(0));
  }

  @Test
  void unreadableDemandIsNoLoadAtAll() {
    assertThat(measure(new Demand.Unreadable("refused"), worker("a", WorkerState.IDLE, 0)))
        .isEqualTo(new Load.Unknown("refused"));
  }

  @Test
  void demandIsTheSumOfTheQueues() {
    assertThat(Demand.of(List.of(new QueueDepth(1, 2), new QueueDepth(3, 4))))
        .isEqualTo(new Demand.Tasks(4, 6));
    assertThat(Demand.of(List.of())).isEqualTo(new Demand.Tasks(0, 0));
  }

  @Test
  void whatTheOriginalFittedIsThePollOfAnIdleWorkerAndLittleMore() {
    double fitted = 0.098444;
    double derived = 1 / (ORIGINAL.longPoll().toMillis() / 1000.0);
    assertThat(fitted).as("the wait alone").isCloseTo(derived, withinPercentage(2));
    assertThat(fitted).as("an overhead makes it less").isLessThan(derived);
  }

  @Test
  void theLoadAverageIsThePartOfTheWorkersWithoutAFreeSlot() {
    LoadAverage average = new LoadAverage(ORIGINAL, 1);
    assertThat(average.over(0, 2, FIVE_MINUTES)).isEqualTo(1);
    assertThat(average.over(59, 2, FIVE_MINUTES)).isCloseTo(0, within(0.01));
    assertThat(average.over(30, 2, FIVE_MINUTES)).isCloseTo(0.5, within(0.01));
    assertThat(average.over(15, 2, FIVE_MINUTES)).isCloseTo(0.75, within(0.01));
  }

  @Test
  void eachQueueIsPolledByItself() {
    assertThat(new LoadAverage(ORIGINAL, 2).over(59, 1, FIVE_MINUTES)).isCloseTo(0, within(0.01));
  }

  @Test
  void thePauseBetweenPollsBelongsToTheInterval() {
    PollInterval slower =
        new PollInterval(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ZERO);
    assertThat(new LoadAverage(slower, 1).over(15, 1, FIVE_MINUTES)).isCloseTo(0, within(1e-9));
  }

  @Test
  void chanceDoesNotPushTheLoadAverageBelowZero() {
    assertThat(new LoadAverage(ORIGINAL, 1).over(31, 1, FIVE_MINUTES)).isZero();
  }

  @Test
  void impossibleMeasurementsAreRefused() {
    LoadAverage average = new LoadAverage(ORIGINAL, 1);
    assertThatThrownBy(() -> average.over(-1, 1, FIVE_MINUTES)).hasMessageContaining("-1");
    assertThatThrownBy(() -> average.over(1, 0, FIVE_MINUTES)).hasMessageContaining("0.0");
    assertThatThrownBy(() -> average.over(1, 1, Duration.ZERO)).hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new LoadAverage(ORIGINAL, 0)).hasMessageContaining("0");
    assertThatThrownBy(() -> new PollInterval(Duration.ZERO, Duration.ZERO, Duration.ZERO))
        .hasMessageContaining("PT0S");
    assertThatThrownBy(() -> new LoadMetric(0)).hasMessageContaining("0");
    assertThatThrownBy(() -> worker("a", WorkerState.IDLE, 1)).hasMessageContaining("IDLE");
    assertThatThrownBy(() -> worker("a", WorkerState.BUSY, 0)).hasMessageContaining("BUSY");
    assertThatThrownBy(() -> new Demand.Tasks(-1, 0)).hasMessageContaining("-1");
    assertThatThrownBy(() ->
            measure(
                new Demand.Tasks(0, 0),
                worker("twin", WorkerState.IDLE, 0),
                worker("twin", WorkerState.IDLE, 0)))
        .hasMessageContaining("twin");
  }

  private static Load measure(Demand demand, Worker... workers) {
    return METRIC.measure(new ClusterSnapshot(NOW, demand, new ArrayList<>(List.of(workers))));
  }

  private static Worker worker(String name, WorkerState state, int running) {
    return new Worker(name, state, NOW, running);
  }
}
