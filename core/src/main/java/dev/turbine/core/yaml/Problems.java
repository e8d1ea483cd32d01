package dev.turbine.core.yaml;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong in the files of a project, to say all of it at once. */
public final class Problems {
  private record Problem(int line, String message) {}

  private final Map<String, List<Problem>> byFile = new LinkedHashMap<>();

  /**
   * Notes a problem at a line.
   *
   * @param line from 1
   * @param text what is wrong, the value received and what was expected; one line
   */
  public void add(String file, int line, String text) {
    note(file, new Problem(line, "%s:%d: %s".formatted(file, line, text)));
  }

  /** Notes a problem of a whole file. */
  public void add(String file, String text) {
    note(file, new Problem(0, file + ": " + text));
  }

  /** Notes what another reader of a file found; its lines are taken as they are. */
  public void add(String file, TurbineException found) {
    String.valueOf(found.getMessage()).lines().forEach(line -> note(file, new Problem(0, line)));
  }

  private void note(String file, Problem problem) {
    byFile.computeIfAbsent(file, _ -> new ArrayList<>()).add(problem);
  }

  /** Each problem on a line of its own: files in the order they were met, then by line. */
  public List<String> lines() {
    return byFile.values().stream()
        .flatMap(file -> file.stream().sorted(Comparator.comparingInt(Problem::line)))
        .map(Problem::message)
        // A mapping notes its double keys whenever it is read.
        .distinct()
        .toList();
  }

  /**
   * Ends the reading if anything was wrong.
   *
   * @throws TurbineException with all problems, one per line
   */
  public void throwIfAny() {
    if (!byFile.isEmpty()) {
      throw new TurbineException(Category.PROJECT, String.join("\n", lines()));
    }
  }
}
