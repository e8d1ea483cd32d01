package dev.turbine.core.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.service.RestartDecision.GiveUp;
import dev.turbine.core.service.RestartDecision.Restart;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {
  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
  private static final RestartPolicy POLICY = RestartPolicy.DEFAULT;

  @Test
  void theFirstEndIsFollowedByARestartAtOnce() {
    assertThat(POLICY.decide(List.of(START))).isEqualTo(new Restart(START, 1));
  }

  @Test
  void eachFurtherEndDoublesThePause() {
    List<Instant> ends = List.of(START, START, START, START, START);
    List<Long> pauses = new ArrayList<>();
    for (int count = 1; count <= ends.size(); count++) {
      Restart restart = (Restart) POLICY.decide(ends.subList(0, count));
      pauses.add(Duration.between(START, restart.at()).toSeconds());
    }
    assertThat(pauses).containsExactly(0L, 1L, 2L, 4L, 8L);
  }

  @Test
  void tooManyEndsWithinTheWindowAreFinal() {
    List<Instant> ends = List.of(START, START, START, START, START, START);
    assertThat(POLICY.decide(ends)).isEqualTo(new GiveUp(6, Duration.ofMinutes(5)));
  }

  @Test
  void endsBeforeTheWindowAreForgotten() {
    List<Instant> ends = new ArrayList<>(List.of(START, START, START, START, START));
    Instant later = START.plus(POLICY.window());
    ends.add(later);
    assertThat(POLICY.decide(ends)).isEqualTo(new Restart(later, 1));
  }

  @Test
  void whateverTheHistoryThePauseIsInBoundsAndOnlyTheWindowCounts() {
    long seed = 20261122;
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      RestartPolicy policy =
          new RestartPolicy(
              Duration.ofMillis(1 + random.nextInt(5_000)),
              Duration.ofMillis(5_000 + random.nextInt(60_000)),
              random.nextInt(60),
              Duration.ofSeconds(1 + random.nextInt(600)));
      List<Instant> ends = new ArrayList<>();
      Instant end = START;
      for (int count = 1 + random.nextInt(100); count > 0; count--) {
        end = end.plusMillis(random.nextInt(20_000));
        ends.add(end);
      }
      Instant latest = end;
      long recent =
          ends.stream().filter(each -> each.isAfter(latest.minus(policy.window()))).count();
      String about = "seed " + seed + ", round " + round + ", " + policy;
      switch (policy.decide(ends)) {
        case Restart(Instant at, int attempt) -> {
          assertThat(at).as(about).isBetween(latest, latest.plus(policy.maximumDelay()));
          assertThat(attempt).as(about).isEqualTo((int) recent);
          assertThat(recent).as(about).isLessThanOrEqualTo(policy.maximumRestarts());
        }
        case GiveUp(int often, Duration within) -> {
          assertThat(often).as(about).isEqualTo((int) recent);
          assertThat(recent).as(about).isGreaterThan(policy.maximumRestarts());
          assertThat(within).isEqualTo(policy.window());
        }
      }
    }
  }

  @Test
  void aPolicyThatCannotWorkIsRefused() {
    assertThatThrownBy(() ->
            new RestartPolicy(
                Duration.ofSeconds(9), Duration.ofSeconds(3), 5, Duration.ofMinutes(5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT3S")
        .hasMessageContaining("PT9S");
    assertThatThrownBy(() -> POLICY.decide(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
