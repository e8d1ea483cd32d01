package dev.turbine.core.yaml;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Collects what is wrong in the files of a project, to say all of it at once. */
public final class Problems {
  private record Problem(int line, String message) {}

  /** Control and format characters and separators of lines could rewrite a terminal's lines. */
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

  private final Map<String, List<Problem>> byFile = new LinkedHashMap<>();

  /**
   * Notes a problem at a line.
   *
   * @param line from 1
   * @param text what is wrong, the value received and what was expected; one line: unprintable
   *     characters become dots
   */
  public void add(String file, int line, String text) {
    note(file, new Problem(line, "%s:%d: %s".formatted(file, line, text)));
  }

  /** Notes a problem of a whole file. */
  public void add(String file, String text) {
    note(file, new Problem(0, file + ": " + text));
  }

  private void note(String file, Problem problem) {
    byFile.computeIfAbsent(file, _ -> new ArrayList<>()).add(problem);
  }

  /** Each problem on a line of its own: files in the order they were met, then by line. */
  public List<String> lines() {
    return byFile.values().stream()
        .flatMap(file -> file.stream().sorted(Comparator.comparingInt(Problem::line)))
        .map(problem -> UNPRINTABLE.matcher(problem.message()).replaceAll("·"))
        .toList();
  }

  /**
   * Ends the reading if anything was wrong.
   *
   * @throws TurbineException with all problems, one per line
   */
  public void throwIfAny() {
    List<String> lines = lines();
    if (!lines.isEmpty()) {
      throw new TurbineException(Category.PROJECT, String.join("\n", lines));
    }
  }

  /**
   * As {@link #throwIfAny()}, with a line above several problems.
   *
   * @param place what has the problems
   */
  public void throwIfAny(String place) {
    List<String> lines = lines();
    if (lines.size() > 1) {
      throw new TurbineException(
          Category.PROJECT,
          "%d problems in %s:\n%s".formatted(lines.size(), place, String.join("\n", lines)));
    }
    throwIfAny();
  }
}
