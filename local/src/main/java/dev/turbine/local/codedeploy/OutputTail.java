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
    String shown =
        line.length() <= MOST_CHARACTERS ? line : line.substring(line.length() - MOST_CHARACTERS);
    lines.addLast(shown);
    characters += shown.length();
    while (characters > MOST_CHARACTERS) {
      characters -= lines.removeFirst().length();
    }
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}
