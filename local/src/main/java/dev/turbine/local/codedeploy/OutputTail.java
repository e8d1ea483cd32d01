package dev.turbine.local.codedeploy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last lines of an output: as much as CodeDeploy shows of one. */
final class OutputTail {
  private static final int MOST_CHARACTERS = 2048;

  private final Deque<String> lines = new ArrayDeque<>();
  private int characters;

  synchronized void add(String line) {
    // Each line counts with its end: there may be any number of empty ones.
    String shown = line.substring(Math.max(0, line.length() + 1 - MOST_CHARACTERS));
    lines.addLast(shown);
    characters += shown.length() + 1;
    while (characters > MOST_CHARACTERS) {
      characters -= lines.removeFirst().length() + 1;
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
