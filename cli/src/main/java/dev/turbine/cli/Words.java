package dev.turbine.cli;

import dev.turbine.core.queue.QueueDepth;
import java.time.Duration;
import java.util.Locale;

/** How values look in the terminal. */
final class Words {
  private Words() {}

  /** A constant's name in lower case: {@code READY} is {@code ready}. */
  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** A time span in tenths of a second, for what people wait for: {@code 9.8 s}. */
  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }

  /** A long time span in its two largest units: {@code 3 d 4 h}, {@code 5 min 2 s}, {@code 7 s}. */
  static String age(Duration duration) {
    if (duration.toDays() > 0) {
      return "%d d %d h".formatted(duration.toDays(), duration.toHoursPart());
    }
    if (duration.toHours() > 0) {
      return "%d h %d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return "%d min %d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return "%d s".formatted(Math.max(0, duration.toSeconds()));
  }

  /** A size in the largest unit of 1024 that it has one of: {@code 3.4 GB}, {@code 12 kB}. */
  static String size(long bytes) {
    if (bytes < 1024) {
      return bytes + " bytes";
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    double number = bytes / Math.pow(1024, unit);
    return String.format(
        Locale.ROOT, number < 10 ? "%.1f %sB" : "%.0f %sB", number, "kMGTPE".charAt(unit - 1));
  }

  /** A queue's depth: {@code 2 waiting, 4 running}. */
  static String depth(QueueDepth depth) {
    return "%d waiting, %d running".formatted(depth.visible(), depth.inFlight());
  }

  /** A number of things: {@code 1 file}, {@code 3 files}. */
  static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
