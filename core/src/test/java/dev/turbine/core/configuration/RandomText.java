package dev.turbine.core.configuration;

import java.util.List;
import java.util.Random;

/** Makes texts that are nearly right, which is where parsers break. */
final class RandomText {
  private static final List<String> PIECES =
      List.of(
          "python",
          "ports",
          "workers",
          "airflow",
          "count",
          "concurrency",
          "web",
          "core",
          "NAME",
          "export ",
          "parallelism",
          ": ",
          ":",
          "=",
          "\n",
          "\n  ",
          "\n    ",
          "\r\n",
          "\r",
          "\t",
          " ",
          "- ",
          "[",
          "]",
          "{",
          "}",
          ",",
          "'",
          "\"",
          "\\",
          "#",
          " #",
          "&a",
          "*a",
          "!t",
          "!!int ",
          "<<",
          "%YAML 1.2\n",
          "x".repeat(2_000),
          "|",
          ">",
          "%",
          "@",
          "---\n",
          "...\n",
          "? ",
          "~",
          "true",
          "3.12",
          "8080",
          "0",
          "-1",
          "1e999",
          "0x",
          ".nan",
          "99999999999999999999",
          "\u0000",
          "\u0085",
          "\u2028",
          "\uFEFF",
          "\uD83D\uDE00",
          "\uD800",
          "ü");

  private RandomText() {}

  static String of(Random random) {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(25); pieces > 0; pieces--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
