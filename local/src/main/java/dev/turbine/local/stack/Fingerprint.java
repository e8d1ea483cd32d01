package dev.turbine.local.stack;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a service was started from, in one word: a service that outlived its daemon is adopted only
 * if it would be started the same way today.
 *
 * @param settings the stack's own environment variables
 * @param python the interpreter, whose path names the environment by its hash
 */
record Fingerprint(Map<String, String> settings, Path python) {
  /** SHA-256 in hexadecimal; tells nothing about the secrets among the settings. */
  String text() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      String content = python + "\n" + new TreeMap<>(settings);
      return HexFormat.of().formatHex(digest.digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
