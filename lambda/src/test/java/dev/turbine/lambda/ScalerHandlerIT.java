package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.aws.call.AwsClients;
import dev.turbine.aws.fleet.TestingAutoScaling;
import dev.turbine.aws.fleet.TestingClock;
import dev.turbine.aws.fleet.TestingGroup;
import dev.turbine.aws.fleet.TestingTags;
import dev.turbine.aws.metric.EmptyReceives;
import dev.turbine.aws.metric.TestingCloudWatch;
import dev.turbine.aws.state.TestingParameters;
import dev.turbine.core.TurbineException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

/**
 * Whole minutes of the function: a real SQS server, and fakes of Auto Scaling, CloudWatch and
 * Systems Manager. Time passes only where the function waits.
 */
class ScalerHandlerIT {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String STATE = "/turbine/turbine/scaling/state";
  private static final String STACK = "StackName=turbine";
  private static final int LAMBDAS_LIMIT = 58_000;

  private static TestingQueues queues;

  private final TestingAutoScaling groups = new TestingAutoScaling();
  private final TestingCloudWatch metrics = new TestingCloudWatch();
  private final TestingParameters parameters = new TestingParameters();
  private final TestingClock clock = new TestingClock(NOON);
  private final TestingTime time = new TestingTime(clock);
  private final List<String> lines = new ArrayList<>();
  private TestingGroup group;
  private Instant nextMinute = NOON;

  @BeforeAll
  static void start() {
    queues = new TestingQueues();
  }

  @AfterAll
  static void stop() {
    queues.close();
  }

  @BeforeEach
  void prepare() {
    queues.deleteAll();
    group = set("default", 0, 4, Map.of());
    parameters.set(STATE, "{}");
  }

  @Test
  void growsFromZeroToTheExactNumberAtOnce() {
    queues.send("turbine-default", 9);
    minute();
    assertThat(groups.changes()).containsExactly("turbine-default := 3");
    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(50));
    assertThat(metrics.values("Demand", STACK, "WorkerSet=default"))
        .containsExactly(9.0, 9.0, 9.0, 9.0, 9.0, 9.0);
    assertThat(metrics.values("Workers", STACK, "WorkerSet=default")).contains(3.0).hasSize(6);
    assertThat(metrics.values("ReadFailures", STACK)).hasSize(6).containsOnly(0.0);
    assertThat(lines.getFirst())
        .contains("\"set\":\"default\"", "\"decision\":\"grow\"", "\"workers\":3", "9 tasks");
  }

  @Test
  void whatIsAskedForAndDoesNotComeIsNotAskedForAgain() {
    group.allow(1);
    queues.send("turbine-default", 9);
    time.in(Duration.ofSeconds(15), group::settle);
    minute();
    assertThat(groups.changes()).containsExactly("turbine-default := 3");
    assertThat(group.ids()).hasSize(1);
    assertThat(metrics.values("Slots", STACK, "WorkerSet=default"))
        .containsExactly(0.0, 0.0, 4.0, 4.0, 4.0, 4.0);
  }

  @Test
  void theGroupsMaximumIsNeverExceeded() {
    group.resize(0, 2);
    queues.send("turbine-default", 9);
    minute();
    assertThat(groups.changes()).containsExactly("turbine-default := 2");
  }

  /** As CloudFormation does while the stack is being deleted; it waits for busy machines. */
  @Test
  void aGroupThatMayHaveNoMachinesIsLeftByBusyOnesToo() {
    queues.send("turbine-default", 5);
    time.in(Duration.ofSeconds(5), group::settle);
    minute();
    List<String> machines = group.ids();
    group.protect(machines.getFirst(), true);
    group.resize(0, 0);
    minute();
    assertThat(groups.changes())
        .containsExactly(
            "turbine-default := 2",
            "terminate " + machines.getFirst(),
            "terminate " + machines.getLast());
    assertThat(metrics.values("ReadFailures", STACK)).hasSize(12).containsOnly(0.0);
    assertThat(lines).filteredOn(line -> line.contains("\"decision\":\"close\"")).hasSize(1);
  }

  @Test
  void eachSetFollowsItsOwnQueue() {
    set("large", 0, 4, Map.of());
    queues.send("turbine-large", 1);
    minute();
    assertThat(groups.changes()).containsExactly("turbine-large := 1");
  }

  @Test
  void aQueueThatAnotherSetHelpsWithIsCountedOnce() {
    set("large", 0, 4, Map.of("turbine:further-queues", "default,extra"));
    queues.create("turbine-extra");
    queues.send("turbine-default", 1);
    // Three need one worker; with the other set's task they would need two.
    queues.send("turbine-extra", 3);
    minute();
    assertThat(groups.changes())
        .containsExactlyInAnyOrder("turbine-default := 1", "turbine-large := 1");
  }

  @Test
  void aSetThatFailsIsHeldWhileTheOthersGoOn() {
    set("large", 0, 4, Map.of()).settle();
    set("odd", 0, 4, Map.of("turbine:concurrency", "many"));
    queues.delete("turbine-large");
    queues.send("turbine-default", 1);
    minute();
    assertThat(groups.changes()).containsExactly("turbine-default := 1");
    assertThat(metrics.values("ReadFailures", STACK)).hasSize(6).containsOnly(2.0);
    assertThat(metrics.values("Demand", STACK, "WorkerSet=large")).isEmpty();
    assertThat(lines)
        .anyMatch(line -> line.contains("ERROR") && line.contains("turbine-large"))
        .anyMatch(line -> line.contains("ERROR") && line.contains("turbine:concurrency"));
  }

  @Test
  void aSetThatCannotBeChangedDoesNotStopTheOthers() {
    set("large", 0, 4, Map.of());
    queues.send("turbine-default", 1);
    queues.send("turbine-large", 1);
    groups.fail("SetDesiredCapacity", "turbine-default", "AccessDenied");
    assertThatThrownBy(this::minute)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("turbine-default")
        .hasMessageContaining("AccessDenied");
    assertThat(groups.changes()).contains("turbine-large := 1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ScalingActivityInProgress", "ResourceContention", "Throttling"})
  void aGroupThatIsBeingUpdatedIsTriedAgainInTheNextRound(String code) {
    queues.send("turbine-default", 1);
    groups.fail("SetDesiredCapacity", "turbine-default", code);
    time.in(Duration.ofSeconds(15), groups::recover);
    minute();
    assertThat(groups.changes())
        .containsExactly("turbine-default := 1", "turbine-default := 1", "turbine-default := 1");
    assertThat(group.desired()).isOne();
    assertThat(metrics.values("ReadFailures", STACK)).hasSize(6).containsOnly(0.0);
  }

  @Test
  void groupsThatCannotBeReadKeepTheirWorkersAndRaiseTheAlarm() {
    idleWorkers(2);
    queues.send("turbine-default", 50);
    groups.fail("DescribeAutoScalingGroups", "", "Throttling");
    assertThatThrownBy(this::minute)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("Throttling");
    assertThat(groups.changes()).isEmpty();
    assertThat(metrics.values("ReadFailures", STACK)).hasSize(6).containsOnly(1.0);
    groups.recover();
    minute();
    assertThat(groups.changes()).containsExactly("turbine-default := 4");
    assertThat(metrics.values("ReadFailures", STACK)).endsWith(0.0);
  }

  @Test
  void metricsThatCannotBePublishedStopNoDecision() {
    queues.send("turbine-default", 1);
    metrics.fail("Throttling");
    assertThatThrownBy(this::minute).hasMessageContaining("metrics could not be published");
    assertThat(group.desired()).isOne();
  }

  @Test
  void idleMachinesLeaveByNameAfterTheWindowAndBusyOnesStay() {
    idleWorkers(3);
    String busy = group.ids().get(1);
    group.protect(busy, true);
    queues.send("turbine-default", 1);
    Runnable end = queues.take("turbine-default");
    minutes(10);
    assertThat(groups.changes()).isEmpty();
    minutes(1);
    assertThat(groups.changes())
        .containsExactly("terminate " + group.ids().get(0), "terminate " + group.ids().get(2));
    assertThat(group.desired()).isOne();
    end.run();
  }

  @Test
  void aStateThatCannotBeUnderstoodCostsOneWindow() {
    idleWorkers(1);
    minutes(6);
    parameters.set(STATE, "damaged");
    minutes(10);
    assertThat(groups.changes()).isEmpty();
    minutes(1);
    assertThat(groups.changes()).hasSize(1);
  }

  @Test
  void aTimeInWhichNobodyLookedIsNoTimeOfLowLoad() {
    idleWorkers(1);
    minutes(6);
    clock.advance(Duration.ofMinutes(30));
    minutes(10);
    assertThat(groups.changes()).isEmpty();
    minutes(1);
    assertThat(groups.changes()).hasSize(1);
  }

  @Test
  void leavingMachinesCallForNoOthers() {
    idleWorkers(1);
    String leaving = group.ids().getFirst();
    group.protect(leaving, true);
    group.become(leaving, "Terminating:Wait");
    queues.send("turbine-default", 1);
    Runnable end = queues.take("turbine-default");
    group.resize(0, 4);
    minute();
    assertThat(lines.getFirst()).contains("1 task on workers that drain");
    end.run();
  }

  @Test
  void theLoadAverageIsPublishedWithTheTimeThatItIsOf() {
    for (int minute = 1; minute <= 5; minute++) {
      Instant at = NOON.minusSeconds(60L * minute);
      metrics.record("AWS/SQS", "NumberOfEmptyReceives", "QueueName=turbine-default", at, 6);
      metrics.record(
          "AWS/AutoScaling",
          "GroupInServiceInstances",
          "AutoScalingGroupName=turbine-default",
          at,
          2);
    }
    clock.advance(EmptyReceives.DELAY);
    minute();
    // 30 empty receives of 59.06 that two idle workers make in five minutes, a poll in 10.158 s.
    assertThat(metrics.points())
        .filteredOn(point -> point.metric().equals("ClusterLoad"))
        .singleElement()
        .satisfies(point -> {
          assertThat(point.time()).isEqualTo(NOON);
          assertThat(point.value()).isBetween(0.49, 0.50);
        });
  }

  @Test
  void aMinuteWithLittleTimeLeftEndsBeforeIt() {
    queues.send("turbine-default", 1);
    handler()
        .handleRequest(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new TestingContext(27_000));
    assertThat(metrics.values("ReadFailures", STACK)).hasSize(3);
  }

  private TestingGroup set(String name, int min, int max, Map<String, String> changed) {
    Map<String, String> tags = new HashMap<>(TestingTags.of("turbine", name));
    tags.putAll(changed);
    queues.create("turbine-" + name);
    return groups.create("turbine-" + name, min, max, tags);
  }

  /** Workers that somebody once asked for. */
  private void idleWorkers(int count) {
    group.resize(count, 4);
    group.settle();
    group.resize(0, 4);
  }

  private void minutes(int count) {
    for (int each = 0; each < count; each++) {
      minute();
    }
  }

  /** Each in a process of its own, as after a cold start: only what is kept outside is known. */
  private void minute() {
    clock.advanceTo(nextMinute);
    nextMinute = clock.instant().plus(Duration.ofMinutes(1));
    handler()
        .handleRequest(
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            new TestingContext(LAMBDAS_LIMIT));
  }

  private ScalerHandler handler() {
    return new ScalerHandler(
        new ScalerSettings("turbine", Duration.ofSeconds(10), STATE, Region.US_EAST_1),
        new AwsClients(groups, queues.client(), metrics, parameters),
        clock,
        time,
        lines::add);
  }
}
