package dev.turbine.local.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.scaling.ScalingEvent.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.25Z");

  @TempDir private Path folder;

  @Test
  void whatWasAddedIsThereAlsoForAnotherReader() {
    ScalingEvent event = new ScalingEvent(NOW, "default", Kind.GROW, 2, "12 tasks: \"need\" 2");
    events(10_000).add(event);
    assertThat(events(10_000).all()).containsExactly(event);
  }

  @Test
  void samplesKeepWhatIsUnknown() {
    LoadSample sample =
        new LoadSample(
            NOW,
            "gpu",
            Optional.empty(),
            Optional.of(3L),
            1,
            2,
            3,
            4,
            5,
            Optional.of(0.5),
            Optional.empty());
    JsonLines<LoadSample> samples =
        new JsonLines<>(folder.resolve("samples"), LoadSample.class, 10_000);
    samples.add(sample);
    assertThat(samples.all()).containsExactly(sample);
  }

  @Test
  void aFileThatExceedsItsLimitForgetsItsOlderHalf() throws Exception {
    JsonLines<ScalingEvent> lines = events(2_000);
    for (int number = 1; number <= 500; number++) {
      lines.add(new ScalingEvent(NOW, "default", Kind.GROW, number, "why"));
      assertThat(Files.size(folder.resolve("events"))).isLessThanOrEqualTo(2_000);
    }
    List<Integer> numbers = lines.all().stream().map(ScalingEvent::workers).toList();
    assertThat(numbers).hasSizeGreaterThan(8).isSorted().endsWith(499, 500);
  }

  @Test
  void aHalfWrittenLineHarmsNoOther() throws Exception {
    events(10_000).add(new ScalingEvent(NOW, "default", Kind.GROW, 1, "why"));
    Files.writeString(folder.resolve("events"), "{\"time\":\"20", StandardOpenOption.APPEND);
    assertThat(events(10_000).all()).hasSize(1);
  }

  private JsonLines<ScalingEvent> events(long limit) {
    return new JsonLines<>(folder.resolve("events"), ScalingEvent.class, limit);
  }
}
