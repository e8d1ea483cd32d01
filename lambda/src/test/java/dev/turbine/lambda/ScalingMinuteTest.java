package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.aws.fleet.TestingClock;
import dev.turbine.aws.state.KeptState;
import dev.turbine.aws.state.StateParameter;
import dev.turbine.aws.state.TestingParameters;
import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.ScalingState;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingMinuteTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
  private static final String NAME = "/turbine/turbine/scaling/state";
  private static final Map<String, ScalingState> LOW =
      Map.of("default", new ScalingState(Optional.of(new LowLoad(NOON.minusSeconds(60), 1))));

  private final TestingClock clock = new TestingClock(NOON);
  private final TestingTime time = new TestingTime(clock);
  private final TestingParameters parameters = new TestingParameters();
  private final StateParameter parameter = new StateParameter(parameters, NAME);
  private final List<String> lines = new ArrayList<>();
  private final List<Long> rounds = new ArrayList<>();
  private final List<KeptState> states = new ArrayList<>();
  private final List<RoundOutcome> published = new ArrayList<>();
  private Runnable beforePublishing = () -> {};
  private List<String> unpublished = List.of();

  @ParameterizedTest
  @CsvSource({"10, 6", "15, 4", "20, 3", "30, 2", "60, 1", "7, 8"})
  void theIntervalDividesTheMinute(int seconds, int expected) throws Exception {
    run(seconds, 57, (now, state) -> nothing(now));
    assertThat(rounds).hasSize(expected);
    for (int round = 0; round < expected; round++) {
      assertThat(rounds.get(round)).isEqualTo((long) round * seconds);
    }
  }

  @Test
  void aRoundThatTakesTooLongCostsThoseThatItOverlaps() throws Exception {
    run(
        10,
        57,
        (now, state) -> {
          if (now.equals(NOON.plusSeconds(10))) {
            clock.advance(Duration.ofSeconds(15));
          }
          return nothing(now);
        });
    assertThat(rounds).containsExactly(0L, 10L, 30L, 40L, 50L);
  }

  @Test
  void noRoundBeginsThatWouldHaveNoTime() throws Exception {
    run(10, 24, (now, state) -> nothing(now));
    assertThat(rounds).containsExactly(0L, 10L);
  }

  @Test
  void aRoundThatDoesNotEndInTimeIsTheLastAndAFailure() {
    assertThatThrownBy(() ->
            run(
                10,
                57,
                (now, state) -> {
                  clock.advance(Duration.ofSeconds(60));
                  return nothing(now);
                }))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("did not end in time");
    assertThat(rounds).hasSize(1);
  }

  @Test
  void theStateGoesFromRoundToRoundAndFromMinuteToMinute() throws Exception {
    run(30, 57, (now, state) -> low(now));
    run(30, 57, (now, state) -> low(now));
    assertThat(states).extracting(KeptState::sets).containsExactly(Map.of(), LOW, LOW, LOW);
  }

  @Test
  void theStateIsSavedOnceAMinuteAndWhenItChanges() throws Exception {
    run(10, 57, (now, state) -> now.isBefore(NOON.plusSeconds(30)) ? nothing(now) : low(now));
    assertThat(parameters.writes()).isEqualTo(2);
  }

  @Test
  void aStateFromBeforeALongGapIsNoMemory() throws Exception {
    run(60, 57, (now, state) -> low(now));
    clock.advanceTo(NOON.plus(ScalingMinute.LONGEST_GAP));
    run(60, 57, (now, state) -> low(now));
    clock.advance(ScalingMinute.LONGEST_GAP.plusSeconds(1));
    run(60, 57, (now, state) -> low(now));
    assertThat(states).extracting(KeptState::sets).containsExactly(Map.of(), LOW, Map.of());
  }

  @Test
  void aFailureThatALaterRoundMakesGoodIsLoggedOnly() throws Exception {
    run(
        10,
        57,
        (now, state) ->
            now.equals(NOON) ? failed(now, "The group is being updated.") : nothing(now));
    assertThat(lines).singleElement().asString().contains("being updated");
  }

  @Test
  void theLastRoundsFailureIsTheFunctions() {
    assertThatThrownBy(() ->
            run(
                10,
                57,
                (now, state) ->
                    now.equals(NOON.plusSeconds(50)) ? failed(now, "No metrics.") : nothing(now)))
        .isInstanceOf(TurbineException.class)
        .hasMessage("No metrics.");
  }

  @Test
  void whatCannotBePublishedIsTheFunctionsFailureAndNoLessDecided() throws Exception {
    unpublished = List.of("The metrics could not be published.");
    assertThatThrownBy(() -> run(10, 57, (now, state) -> low(now)))
        .hasMessage("The metrics could not be published.");
    assertThat(published).hasSize(6);
    assertThat(lines).hasSize(2).last().asString().contains("could not be published");
  }

  @Test
  void aPublicationThatDoesNotEndCostsNoDecision() {
    beforePublishing = () -> clock.advance(Duration.ofSeconds(60));
    assertThatThrownBy(() -> run(10, 57, (now, state) -> low(now)))
        .hasMessageContaining("not be published in time");
    assertThat(lines).first().asString().contains("\"decision\":\"hold\"");
    assertThat(parameter.load().orElseThrow().sets()).isEqualTo(LOW);
  }

  @Test
  void aStateThatCannotBeReadIsAFailureAndCostsTheMemoryAlone() {
    parameter.save(new KeptState(NOON, LOW));
    parameters.fail("ThrottlingException");
    time.in(Duration.ofSeconds(1), () -> parameters.fail(""));
    assertThatThrownBy(() -> run(10, 57, (now, state) -> nothing(now)))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("could not be read");
    assertThat(rounds).hasSize(6);
    assertThat(states.getFirst()).isEqualTo(KeptState.NONE);
  }

  @Test
  void aStateThatCannotBeSavedIsTriedAgainEachRound() {
    time.in(Duration.ofSeconds(5), () -> parameters.fail("ThrottlingException"));
    assertThatThrownBy(
            () -> run(10, 57, (now, state) -> now.equals(NOON) ? nothing(now) : low(now)))
        .hasMessageContaining("could not be saved");
    parameters.fail("");
    assertThat(Stream.of(parameters.writes())).containsExactly(1);
  }

  private void run(int interval, int seconds, ScalingMinute.Work work) throws Exception {
    Instant start = time.now();
    new ScalingMinute(
            Duration.ofSeconds(interval),
            (now, state) -> {
              rounds.add(Duration.between(start, now).toSeconds());
              states.add(state);
              return work.run(now, state);
            },
            outcome -> {
              beforePublishing.run();
              published.add(outcome);
              return unpublished;
            },
            parameter,
            new DecisionLog(lines::add),
            time)
        .run(start.plusSeconds(seconds));
  }

  private static RoundOutcome nothing(Instant now) {
    return new RoundOutcome(now, List.of(), List.of(), List.of());
  }

  private static RoundOutcome failed(Instant now, String failure) {
    return RoundOutcome.failed(now, failure);
  }

  private static RoundOutcome low(Instant now) {
    return new RoundOutcome(
        now, List.of(), List.of(Outcomes.held("default", now, LOW.get("default"))), List.of());
  }
}
