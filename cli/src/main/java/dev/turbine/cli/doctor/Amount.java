package dev.turbine.cli.doctor;

import java.time.Duration;
import java.util.Locale;

/** How numbers look in a finding. */
final class Amount {
  private Amount() {}

  static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1L << 30));
  }

  /** Three digits at most matter: {@code 12 ms}, {@code 3.4 s}. */
  static String time(Duration duration) {
    return duration.toMillis() < 1000
        ? duration.toMillis() + " ms"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
  }
}
