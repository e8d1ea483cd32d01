package dev.turbine.aws.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.Fleet;
import dev.turbine.core.scaling.FleetContract;
import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AutoScalingGroupFleetTest extends FleetContract {
  private final TestingAutoScaling client = new TestingAutoScaling();
  private final TestingGroup group = client.create("turbine-default", 0, 4, Map.of());
  private final Fleet fleet =
      new AutoScalingGroupFleet(
          client,
          "turbine-default",
          Clock.fixed(Instant.parse("2026-11-22T12:00:00Z"), ZoneOffset.UTC));

  @Override
  protected Fleet fleet() {
    return fleet;
  }

  @Override
  protected void awaitStarted() {
    group.settle();
  }

  @Override
  protected Runnable occupy(String worker) {
    group.protect(worker, true);
    return () -> {
      group.protect(worker, false);
      group.settle();
    };
  }

  @Override
  protected void awaitEnded(String worker) {
    group.settle();
  }

  @Test
  void whatIsAskedForStartsUntilItIsAMachine() {
    fleet.apply(new Grow(0, 2, "test"));
    assertThat(states()).containsExactly(WorkerState.STARTING, WorkerState.STARTING);
    group.allow(1);
    group.launch();
    assertThat(states()).containsExactly(WorkerState.STARTING, WorkerState.STARTING);
    group.settle();
    assertThat(states()).containsExactly(WorkerState.IDLE, WorkerState.STARTING);
  }

  @ParameterizedTest
  @CsvSource({
    "Pending, STARTING",
    "Pending:Wait, STARTING",
    "Pending:Proceed, STARTING",
    "InService, IDLE",
    "Terminating, DRAINING",
    "Terminating:Wait, DRAINING",
    "Terminating:Proceed, DRAINING"
  })
  void aMachinesLifeIsAWorkers(String state, WorkerState expected) {
    one();
    group.become(group.ids().getFirst(), state);
    assertThat(states()).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Terminated", "Standby", "EnteringStandby", "Detaching", "Warmed:Stopped"})
  void whatIsOutOfServiceIsNoWorker(String state) {
    one();
    String machine = group.ids().getFirst();
    group.become(machine, state);
    assertThat(fleet.describe()).extracting(Worker::name).doesNotContain(machine);
  }

  @Test
  void growingAsksForTheExactNumberOnce() {
    fleet.apply(new Grow(0, 3, "test"));
    fleet.apply(new Grow(0, 3, "test"));
    assertThat(client.changes()).containsExactly("turbine-default := 3");
  }

  @Test
  void shrinkingOnlyEndsMachinesByName() {
    fleet.apply(new Grow(0, 3, "test"));
    group.settle();
    String leaving = group.ids().get(1);
    fleet.apply(new Shrink(List.of(leaving), 2, "test"));
    fleet.apply(new Shrink(List.of(leaving), 2, "test"));
    assertThat(client.changes()).containsExactly("turbine-default := 3", "terminate " + leaving);
    assertThat(group.desired()).isEqualTo(2);
  }

  @Test
  void allAreDismissedOnceAlsoBusyOnes() {
    AutoScalingGroupFleet closing =
        new AutoScalingGroupFleet(client, "turbine-default", Clock.systemUTC());
    closing.apply(new Grow(0, 2, "test"));
    group.settle();
    List<String> all = group.ids();
    group.protect(all.getFirst(), true);
    group.resize(0, 0);
    assertThat(closing.dismiss()).isEqualTo(all);
    assertThat(closing.dismiss()).isEmpty();
    assertThat(group.desired()).isZero();
    assertThat(closing.describe()).extracting(Worker::state).containsOnly(WorkerState.DRAINING);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ScalingActivityInProgress", "ResourceContention", "Throttling"})
  void aGroupThatIsBusyIsAFailureThatTheNextDecisionSees(String code) {
    client.fail("SetDesiredCapacity", "turbine-default", code);
    assertThatThrownBy(() -> fleet.apply(new Grow(0, 1, "test")))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("turbine-default")
        .hasMessageContaining(code);
    client.recover();
    fleet.apply(new Grow(0, 1, "test"));
    assertThat(group.desired()).isOne();
  }

  @Test
  void machinesThatLeftBeforeAFailureStayGone() {
    fleet.apply(new Grow(0, 2, "test"));
    group.settle();
    List<String> all = group.ids();
    group.resize(1, 4);
    assertThatThrownBy(() -> fleet.apply(new Shrink(all, 0, "decided before min was raised")))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("minSize");
    assertThat(group.desired()).isOne();
    assertThat(states()).containsExactly(WorkerState.DRAINING, WorkerState.IDLE);
  }

  @Test
  void aGroupThatIsGoneIsAnErrorThatNamesIt() {
    Fleet gone = new AutoScalingGroupFleet(client, "turbine-nobody", Clock.systemUTC());
    assertThatThrownBy(gone::describe)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("turbine-nobody");
  }

  private void one() {
    fleet.apply(new Grow(0, 1, "test"));
    group.settle();
  }

  private List<WorkerState> states() {
    return fleet.describe().stream().map(Worker::state).toList();
  }
}
