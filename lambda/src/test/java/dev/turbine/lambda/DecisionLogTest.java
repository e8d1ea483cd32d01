package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.turbine.core.scaling.ScalingState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  private final List<String> lines = new ArrayList<>();
  private final DecisionLog log = new DecisionLog(lines::add);

  @Test
  void aDecisionIsALineWithItsReason() throws Exception {
    write(Outcomes.grown("default", NOON));
    JsonNode line = new JsonMapper().readTree(lines.getFirst());
    assertThat(lines.getFirst()).doesNotContain("\n");
    assertThat(line.path("timestamp").asText()).isEqualTo(NOON.toString());
    assertThat(line.path("level").asText()).isEqualTo("INFO");
    assertThat(line.path("set").asText()).isEqualTo("default");
    assertThat(line.path("decision").asText()).isEqualTo("grow");
    assertThat(line.path("workers").asInt()).isEqualTo(2);
    assertThat(line.path("waiting").asLong()).isEqualTo(5);
    assertThat(line.path("reason").asText()).isEqualTo("5 tasks \"need\" 2");
  }

  @Test
  void changesAreAlwaysWritten() {
    write(Outcomes.grown("default", NOON));
    write(Outcomes.grown("default", NOON));
    assertThat(lines).hasSize(2);
  }

  @Test
  void whatStaysIsWrittenOnceAMinuteForEachSet() {
    hold("default");
    hold("default");
    hold("large");
    assertThat(lines).hasSize(2);
    log.beginMinute();
    hold("default");
    hold("default");
    assertThat(lines).hasSize(3);
  }

  @Test
  void theEndOfAChangeOrOfAFailureIsWritten() {
    hold("default");
    write(Outcomes.grown("default", NOON));
    hold("default");
    write(Outcomes.unread("default", NOON));
    write(Outcomes.unread("default", NOON));
    hold("default");
    assertThat(lines).hasSize(5);
    assertThat(lines.get(3)).contains("ERROR");
  }

  @Test
  void aDecisionThatWasNotCarriedOutSaysBoth() {
    write(Outcomes.notApplied("default", NOON));
    write(Outcomes.notApplied("default", NOON));
    assertThat(lines)
        .singleElement()
        .asString()
        .contains("ERROR", "\"decision\":\"grow\"", "5 tasks need 2", "being updated");
  }

  @Test
  void aSetThatCouldNotBeDecidedSaysWhy() {
    write(new SetOutcome.Undecided("odd", "its tag is wrong"));
    assertThat(lines).singleElement().asString().contains("ERROR", "odd", "its tag is wrong");
  }

  private void hold(String set) {
    write(Outcomes.held(set, NOON, ScalingState.NONE));
  }

  private void write(SetOutcome outcome) {
    log.write(new RoundOutcome(NOON, List.of(), List.of(outcome), List.of()));
  }
}
