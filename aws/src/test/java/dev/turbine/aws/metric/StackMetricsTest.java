package dev.turbine.aws.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.ClusterSnapshot;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerSet;
import dev.turbine.core.scaling.WorkerState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StackMetricsTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String STACK = "StackName=turbine";
  private static final String SET = "WorkerSet=default";

  private final TestingCloudWatch client = new TestingCloudWatch();
  private final StackMetrics metrics = new StackMetrics(client, "turbine");

  @Test
  void aRoundIsPublishedWithItsTime() {
    ClusterSnapshot snapshot =
        snapshot(new Demand.Tasks(5, 1), new Worker("i-1", WorkerState.BUSY, NOON, 1));
    metrics.publish(
        NOON,
        List.of(new SetMeasurement(set(), snapshot, new Grow(1, 2, "test"))),
        0,
        Optional.of(new AverageLoad(NOON.minusSeconds(300), 0.25)));
    assertThat(client.values("Demand", STACK, SET)).containsExactly(6.0);
    assertThat(client.values("Slots", STACK, SET)).containsExactly(4.0);
    assertThat(client.values("Load", STACK, SET)).containsExactly(1.5);
    assertThat(client.values("Workers", STACK, SET)).containsExactly(2.0);
    assertThat(client.values("ReadFailures", STACK)).containsExactly(0.0);
    assertThat(client.values("ClusterLoad", STACK)).containsExactly(0.25);
    assertThat(client.points())
        .allSatisfy(point -> {
          assertThat(point.namespace()).isEqualTo("Turbine");
          assertThat(point.time())
              .isEqualTo(point.metric().equals("ClusterLoad") ? NOON.minusSeconds(300) : NOON);
        });
  }

  @Test
  void whatIsUnknownIsNotPublishedAsANumber() {
    ClusterSnapshot unread = snapshot(new Demand.Unreadable("silent"));
    metrics.publish(
        NOON, List.of(new SetMeasurement(set(), unread, new Hold(0, "test"))), 1, Optional.empty());
    assertThat(client.values("Demand", STACK, SET)).isEmpty();
    assertThat(client.values("Load", STACK, SET)).isEmpty();
    assertThat(client.values("ClusterLoad", STACK)).isEmpty();
    assertThat(client.values("ReadFailures", STACK)).containsExactly(1.0);
  }

  @Test
  void tasksWithoutASlotHaveNoLoad() {
    metrics.publish(
        NOON,
        List.of(
            new SetMeasurement(set(), snapshot(new Demand.Tasks(5, 0)), new Grow(0, 2, "test"))),
        0,
        Optional.empty());
    assertThat(client.values("Load", STACK, SET)).isEmpty();
    assertThat(client.values("Slots", STACK, SET)).containsExactly(0.0);
  }

  @Test
  void aRefusalIsAnErrorWithAwssReason() {
    client.fail("Throttling");
    assertThatThrownBy(() -> metrics.publish(NOON, List.of(), 0, Optional.empty()))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("Throttling");
  }

  private static ClusterSnapshot snapshot(Demand demand, Worker... workers) {
    return new ClusterSnapshot(NOON, demand, List.of(workers));
  }

  private static WorkerSet set() {
    return new WorkerSet("default", List.of("default"), 0, 4, 4, 1, 0.5, Duration.ofMinutes(10));
  }
}
