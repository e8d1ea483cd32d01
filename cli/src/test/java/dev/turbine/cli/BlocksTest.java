package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.scaling.LoadSample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void aColumnIsTheHighestOfItsTimeInTheScaleOfTheHighestOfAll() {
    List<LoadSample> samples =
        List.of(
            sample(-1, 99), sample(0, 0), sample(1, 1), sample(2, 8), sample(2.5, 3), sample(4, 4));
    assertThat(draw(samples)).isEqualTo(new Blocks.Line("·▁█ ▄", 8));
  }

  @Test
  void nothingIsDrawnOfNothing() {
    assertThat(draw(List.of())).isEqualTo(new Blocks.Line("     ", 0));
    assertThat(draw(List.of(sample(3, 0)))).isEqualTo(new Blocks.Line("   · ", 0));
  }

  private static Blocks.Line draw(List<LoadSample> samples) {
    return Blocks.draw(samples, LoadSample::load, FROM, FROM.plusSeconds(5), 5);
  }

  private static LoadSample sample(double second, double load) {
    return new LoadSample(
        FROM.plusMillis(Math.round(second * 1000)),
        "default",
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        0,
        0,
        0,
        Optional.of(load),
        Optional.empty());
  }
}
