package dev.turbine.cli;

import dev.turbine.local.scaling.LoadSample;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Draws a value over time in one line: a block for each span, as high as its highest value. */
final class Blocks {
  private static final String HEIGHTS = "▁▂▃▄▅▆▇█";
  private static final char ZERO = '·';
  private static final char UNKNOWN = ' ';

  private Blocks() {}

  /**
   * A drawn line.
   *
   * @param blocks a character for each span: a dot for zero, a blank where nothing is known
   * @param highest what a full block stands for; 0 when nothing is above it
   */
  record Line(String blocks, double highest) {}

  /**
   * Draws.
   *
   * @param samples in any order
   * @param spans how many characters
   */
  static Line draw(
      List<LoadSample> samples,
      Function<LoadSample, Optional<Double>> value,
      Instant from,
      Instant to,
      int spans) {
    double[] highest = new double[spans];
    Arrays.fill(highest, -1);
    long whole = Duration.between(from, to).toMillis();
    for (LoadSample sample : samples) {
      long at = Duration.between(from, sample.time()).toMillis();
      if (at >= 0 && at < whole) {
        int span = (int) (at * spans / whole);
        value.apply(sample).ifPresent(number -> highest[span] = Math.max(highest[span], number));
      }
    }
    double top = Arrays.stream(highest).max().orElse(0);
    StringBuilder blocks = new StringBuilder();
    for (double number : highest) {
      blocks.append(block(number, top));
    }
    return new Line(blocks.toString(), Math.max(0, top));
  }

  private static char block(double value, double top) {
    if (value < 0) {
      return UNKNOWN;
    }
    if (value == 0) {
      return ZERO;
    }
    int height = (int) Math.ceil(value / top * HEIGHTS.length()) - 1;
    return HEIGHTS.charAt(Math.clamp(height, 0, HEIGHTS.length() - 1));
  }
}
