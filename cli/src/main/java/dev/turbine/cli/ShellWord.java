package dev.turbine.cli;

/** Text that a person can paste into a shell. */
final class ShellWord {
  private ShellWord() {}

  /** The text as one word of a POSIX shell; quoted only if it has to be. */
  static String quoted(String text) {
    return text.matches("[\\p{L}\\p{N}_./:@%+,=-]+")
        ? text
        : "'" + text.replace("'", "'\\''") + "'";
  }
}
