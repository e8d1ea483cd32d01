package dev.turbine.core.release;

import java.util.regex.Pattern;

/**
 * The name of a release: safe as a file's name and as a part of a key in S3.
 *
 * @param value 16 lower-case hex digits: 64 bits, so that two of a million releases are the same by
 *     chance once in 37 million projects
 */
public record ReleaseId(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{16}");

  /** Refuses every other text. */
  public ReleaseId {
    if (!isValid(value)) {
      throw new IllegalArgumentException("A release's id has 16 hex digits: \"" + value + '"');
    }
  }

  /** Whether a text has the form of an id. */
  public static boolean isValid(String text) {
    return FORM.matcher(text).matches();
  }

  /** The 16 digits. */
  @Override
  public String toString() {
    return value;
  }
}
