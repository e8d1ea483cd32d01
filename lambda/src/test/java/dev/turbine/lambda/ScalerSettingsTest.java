package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.regions.Region;

class ScalerSettingsTest {
  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "TURBINE_NAME", "turbine",
              "TURBINE_INTERVAL_SECONDS", "10",
              "TURBINE_STATE", "/turbine/turbine/scaling/state",
              "AWS_REGION", "eu-west-1"));

  @Test
  void theEnvironmentIsRead() {
    assertThat(ScalerSettings.of(environment))
        .isEqualTo(
            new ScalerSettings(
                "turbine",
                Duration.ofSeconds(10),
                "/turbine/turbine/scaling/state",
                Region.EU_WEST_1));
  }

  @Test
  void allThatIsMissingIsToldAtOnce() {
    assertThatThrownBy(() -> ScalerSettings.of(Map.of()))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("TURBINE_NAME")
        .hasMessageContaining("TURBINE_INTERVAL_SECONDS")
        .hasMessageContaining("TURBINE_STATE")
        .hasMessageContaining("AWS_REGION");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "61", "ten", "-1", "1.5", "999999999999"})
  void anIntervalOutsideOfTheMinuteIsRefused(String interval) {
    environment.put("TURBINE_INTERVAL_SECONDS", interval);
    assertThatThrownBy(() -> ScalerSettings.of(environment))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("\"" + interval + "\"");
  }
}
