package dev.turbine.aws.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.PollInterval;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EmptyReceivesTest {
  /** The end of five minutes, and when they are asked for first. */
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private static final Instant ASKED = NOON.plus(EmptyReceives.DELAY);
  private static final PollInterval POLLS =
      new PollInterval(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);
  private static final List<Polls> ONE_SET =
      List.of(new Polls("turbine-default", List.of("turbine-default")));

  private final TestingCloudWatch client = new TestingCloudWatch();
  private final EmptyReceives receives = new EmptyReceives(client, POLLS);

  @Test
  void twoWorkersOfWhichOneIsFullAreHalfLoaded() {
    workers("turbine-default", 2);
    empty("turbine-default", 6);
    assertThat(receives.average(ASKED, ONE_SET)).contains(new AverageLoad(NOON, 0.5));
  }

  @Test
  void setsAreAddedUpByTheQueuesThatTheirWorkersPoll() {
    workers("turbine-default", 1);
    workers("turbine-large", 1);
    empty("turbine-default", 12);
    empty("turbine-large", 0);
    List<Polls> polls =
        List.of(
            new Polls("turbine-default", List.of("turbine-default")),
            new Polls("turbine-large", List.of("turbine-large", "turbine-default")));
    // Three polls are open when all are idle, and 12 of 18 empty receives were counted.
    assertThat(receives.average(ASKED, polls).orElseThrow().value())
        .isCloseTo(1 / 3.0, within(1e-9));
  }

  @Test
  void fiveMinutesAreAnsweredOnce() {
    workers("turbine-default", 1);
    empty("turbine-default", 6);
    assertThat(receives.average(ASKED, ONE_SET)).isPresent();
    assertThat(receives.average(ASKED.plusSeconds(60), ONE_SET)).isEmpty();
    assertThat(client.questions()).isOne();
  }

  @Test
  void youngDataIsNotAskedFor() {
    workers("turbine-default", 1);
    empty("turbine-default", 6);
    assertThat(receives.average(ASKED.minusSeconds(1), ONE_SET)).isEmpty();
  }

  @Test
  void aMinuteThatIsMissingIsWaitedForAndIsNotFullLoad() {
    workers("turbine-default", 1);
    minutes(2, 5)
        .forEach(time -> client.record("AWS/SQS", "NumberOfEmptyReceives", queue(), time, 6));
    assertThat(receives.average(ASKED, ONE_SET)).isEmpty();
    client.record("AWS/SQS", "NumberOfEmptyReceives", queue(), minutes(1, 1).getFirst(), 6);
    assertThat(receives.average(ASKED.plusSeconds(60), ONE_SET)).contains(new AverageLoad(NOON, 0));
  }

  @Test
  void aQueueThatSqsSaysNothingOfIsGivenUp() {
    workers("turbine-default", 1);
    Instant late = NOON.plusSeconds(299).plus(EmptyReceives.DELAY);
    assertThat(receives.average(late, ONE_SET)).isEmpty();
    assertThat(receives.average(NOON.plus(EmptyReceives.PATIENCE).plusSeconds(1), ONE_SET))
        .isEmpty();
    assertThat(client.questions()).isZero();
  }

  @Test
  void aMinuteAsksOnceEvenWhenDataIsMissing() {
    workers("turbine-default", 1);
    receives.average(ASKED, ONE_SET);
    receives.average(ASKED.plusSeconds(10), ONE_SET);
    receives.average(ASKED.plusSeconds(50), ONE_SET);
    assertThat(client.questions()).isOne();
    receives.average(ASKED.plusSeconds(60), ONE_SET);
    assertThat(client.questions()).isEqualTo(2);
  }

  @Test
  void withoutWorkersThereIsNoLoadAverage() {
    workers("turbine-default", 0);
    empty("turbine-default", 0);
    assertThat(receives.average(ASKED, ONE_SET)).isEqualTo(Optional.empty());
    assertThat(receives.average(ASKED, List.of())).isEqualTo(Optional.empty());
  }

  @Test
  void silenceOfCloudWatchIsAnError() {
    client.fail("Throttling");
    assertThatThrownBy(() -> receives.average(ASKED, ONE_SET))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("empty receives");
  }

  private void workers(String group, double count) {
    minutes(1, 5)
        .forEach(time ->
            client.record(
                "AWS/AutoScaling",
                "GroupInServiceInstances",
                "AutoScalingGroupName=" + group,
                time,
                count));
  }

  private void empty(String queue, double count) {
    minutes(1, 5)
        .forEach(time ->
            client.record("AWS/SQS", "NumberOfEmptyReceives", "QueueName=" + queue, time, count));
  }

  private static String queue() {
    return "QueueName=turbine-default";
  }

  private static List<Instant> minutes(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(minute -> NOON.minusSeconds(60L * minute))
        .toList();
  }
}
