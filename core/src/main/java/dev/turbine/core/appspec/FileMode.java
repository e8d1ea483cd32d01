package dev.turbine.core.appspec;

import java.util.Locale;
import java.util.Optional;

/**
 * Permission bits as {@code chmod} takes them.
 *
 * @param bits from 0 to octal 7777
 */
public record FileMode(int bits) {
  private static final int ALL = 0b111_111_111_111;

  /** Refuses bits out of range. */
  public FileMode {
    if (bits < 0 || bits > ALL) {
      throw new IllegalArgumentException("no permission bits: " + bits);
    }
  }

  /** One to four octal digits; empty for anything else. */
  public static Optional<FileMode> of(String digits) {
    return digits.matches("[0-7]{1,4}")
        ? Optional.of(new FileMode(Integer.parseInt(digits, 8)))
        : Optional.empty();
  }

  /** At least three octal digits. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%03o", bits);
  }
}
