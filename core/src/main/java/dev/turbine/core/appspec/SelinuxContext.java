package dev.turbine.core.appspec;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labels that an object gets under SELinux.
 *
 * @param user an SELinux user
 * @param type an SELinux type
 * @param range sensitivities and categories, such as {@code s0-s1:c0.c3,c7}
 */
public record SelinuxContext(Optional<String> user, String type, String range) {
  private static final Pattern RANGE =
      Pattern.compile(
          "s(?<low>[0-9]{1,9})(?:-s(?<high>[0-9]{1,9}))?(?::(?<categories>[c0-9.,]+))?");

  private static final Pattern CATEGORIES =
      Pattern.compile("c(?<first>[0-9]{1,4})(?:\\.c(?<last>[0-9]{1,4}))?");

  /** The highest number of a category that SELinux knows. */
  private static final int LAST_CATEGORY = 1023;

  /** Refuses what is no range. */
  public SelinuxContext {
    if (!isRange(range)) {
      throw new IllegalArgumentException("no SELinux range: " + range);
    }
  }

  /** Whether a range is well formed, ascending, and names no category twice. */
  static boolean isRange(String text) {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      return false;
    }
    if (range.group("high") != null
        && Integer.parseInt(range.group("high")) < Integer.parseInt(range.group("low"))) {
      return false;
    }
    return range.group("categories") == null || areCategories(range.group("categories"));
  }

  private static boolean areCategories(String text) {
    Set<Integer> seen = new HashSet<>();
    for (String part : text.split(",", -1)) {
      Matcher category = CATEGORIES.matcher(part);
      if (!category.matches()) {
        return false;
      }
      int first = Integer.parseInt(category.group("first"));
      int last = category.group("last") == null ? first : Integer.parseInt(category.group("last"));
      if (first > last || last > LAST_CATEGORY) {
        return false;
      }
      for (int number = first; number <= last; number++) {
        if (!seen.add(number)) {
          return false;
        }
      }
    }
    return true;
  }
}
