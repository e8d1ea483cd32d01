package dev.turbine.core.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** SHA-256 as lower-case hex digits. */
public final class Sha256 {
  /** The hash of no bytes at all. */
  public static final String OF_NOTHING = of(new byte[0]);

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private Sha256() {}

  /** The hash of some bytes. */
  public static String of(byte[] bytes) {
    return hex(digest().digest(bytes));
  }

  /** A hash to be fed piece by piece. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** The digits of a hash. */
  public static String hex(byte[] hash) {
    return HexFormat.of().formatHex(hash);
  }

  /** The text itself when it is a hash. */
  static String require(String what, String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "%s must be a SHA-256, 64 lower-case hex digits: \"%s\"".formatted(what, text));
    }
    return text;
  }
}
