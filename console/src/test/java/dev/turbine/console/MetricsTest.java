package dev.turbine.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.scaling.LoadSample;
import dev.turbine.local.scaling.SetStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MetricsTest {
  @Test
  void everyGaugeNamesItsSetAndWhatIsUnknownIsLeftOut() {
    LoadSample sample =
        new LoadSample(
            Instant.EPOCH,
            "gpu",
            Optional.of(5L),
            Optional.empty(),
            1,
            2,
            3,
            4,
            20,
            Optional.of(0.25),
            Optional.empty());
    String text =
        Metrics.of(
            List.of(
                new SetStatus(
                    "gpu", List.of("gpu"), 0, 4, 4, Optional.of(sample), Optional.empty()),
                new SetStatus("new", List.of("new"), 0, 4, 4, Optional.empty(), Optional.empty())));
    assertThat(text.lines().filter(line -> !line.startsWith("#")))
        .containsExactly(
            "turbine_tasks_waiting{set=\"gpu\"} 5.0",
            "turbine_slots{set=\"gpu\"} 20.0",
            "turbine_load{set=\"gpu\"} 0.25",
            "turbine_workers{set=\"gpu\",state=\"starting\"} 1.0",
            "turbine_workers{set=\"gpu\",state=\"idle\"} 2.0",
            "turbine_workers{set=\"gpu\",state=\"busy\"} 3.0",
            "turbine_workers{set=\"gpu\",state=\"draining\"} 4.0");
    assertThat(text).contains("# TYPE turbine_load gauge\n").endsWith("\n");
  }
}
