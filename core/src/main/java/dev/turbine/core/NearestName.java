package dev.turbine.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class NearestName {
  private static final int LONGEST = 250;

  private NearestName() {}

  /** The known name at most a third of the letters away; none if all are farther. */
  public static Optional<String> of(String word, Collection<String> known) {
    return all(word, known).stream().findFirst();
  }

  /** The known names at most a third of the letters away, the nearest first. */
  public static List<String> all(String word, Collection<String> known) {
    // Few names are that long, and the distance takes the square of the length.
    if (word.length() > LONGEST) {
      return List.of();
    }
    return known.stream()
        .filter(name -> distance(word, name) <= Math.max(1, name.length() / 3))
        .sorted(Comparator.comparingInt(name -> distance(word, name)))
        .toList();
  }

  private static int distance(String word, String name) {
    return letters(word.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }

  /** Letters inserted, dropped, replaced or swapped with their neighbour. */
  private static int letters(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
