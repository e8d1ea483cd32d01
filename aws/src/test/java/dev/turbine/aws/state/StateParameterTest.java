package dev.turbine.aws.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.ScalingState;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StateParameterTest {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");
  private static final String NAME = "/turbine/turbine/scaling/state";
  private static final ScalingState LOW =
      new ScalingState(Optional.of(new LowLoad(NOON.minusSeconds(300), 3)));

  private final TestingParameters client = new TestingParameters();
  private final StateParameter parameter = new StateParameter(client, NAME);

  @Test
  void whatIsSavedIsLoaded() {
    KeptState state = new KeptState(NOON, Map.of("default", LOW, "large", LOW));
    parameter.save(state);
    parameter.save(state);
    assertThat(parameter.load()).contains(state);
  }

  @Test
  void aSetThatRemembersNothingTakesNoPlace() {
    parameter.save(new KeptState(NOON, Map.of("default", ScalingState.NONE)));
    assertThat(client.value(NAME).orElseThrow()).doesNotContain("default");
    assertThat(parameter.load().orElseThrow().of("default")).isEqualTo(ScalingState.NONE);
  }

  /** SQS and groups allow hundreds; Systems Manager allows 4,096 characters without a price. */
  @Test
  void fortySetsWithTheLongestNamesFit() {
    Map<String, ScalingState> sets = new HashMap<>();
    for (int number = 10; number < 50; number++) {
      sets.put("a-set-with-the-longest-name-" + number, LOW);
    }
    parameter.save(new KeptState(NOON, sets));
    assertThat(parameter.load().orElseThrow().sets()).hasSize(40);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "",
        "none",
        "[1, 2]",
        "{\"time\": \"yesterday\"}",
        "{\"time\": \"2026-11-22T12:00:00Z\", \"sets\": {\"a\": {\"since\": 5, \"peak\": 1}}}",
        "{\"time\": \"2026-11-22T12:00:00Z\", \"sets\": {\"a\": {\"since\":"
            + " \"2026-11-22T12:00:00Z\"}}}"
      })
  void whatCannotBeUnderstoodIsNoState(String text) {
    client.set(NAME, text);
    assertThat(parameter.load()).isEmpty();
  }

  @Test
  void aParameterThatWasNeverMadeIsNoState() {
    assertThat(parameter.load()).isEmpty();
  }

  @Test
  void silenceIsAnErrorThatNamesTheParameter() {
    client.fail("ThrottlingException");
    assertThatThrownBy(parameter::load)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("ThrottlingException");
    assertThatThrownBy(() -> parameter.save(KeptState.NONE))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(NAME);
  }
}
