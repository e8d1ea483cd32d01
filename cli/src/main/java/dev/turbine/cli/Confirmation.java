package dev.turbine.cli;

import java.io.Console;
import java.util.Locale;
import java.util.Optional;

/** A question to the person at the terminal. */
interface Confirmation {
  /** Whether the answer is yes; empty when there is nobody to ask. */
  Optional<Boolean> ask(String question);

  /** Asks on the terminal that this process has, if it has one; no answer is a no. */
  static Confirmation onTerminal() {
    return question -> {
      Console console = System.console();
      if (console == null || !console.isTerminal()) {
        return Optional.empty();
      }
      String answer = console.readLine("%s [y/N] ", question);
      return Optional.of(answer != null && isYes(answer));
    };
  }

  /** Whether a person means yes. */
  static boolean isYes(String answer) {
    String word = answer.strip().toLowerCase(Locale.ROOT);
    return word.equals("y") || word.equals("yes");
  }
}
