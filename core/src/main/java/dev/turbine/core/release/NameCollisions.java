package dev.turbine.core.release;

import dev.turbine.core.yaml.Problems;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Finds names that some file system cannot hold side by side, so that a release is the same
 * wherever it lands.
 */
final class NameCollisions {
  private final Problems problems;
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private final Map<String, String> spellings = new HashMap<>();

  NameCollisions(Problems problems) {
    this.problems = problems;
  }

  void check(Collection<ReleaseFile> listing) {
    for (ReleaseFile file : listing) {
      String path = file.path();
      if (!files.add(path)) {
        problems.add(path, "is listed twice");
        continue;
      }
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        String folder = path.substring(0, slash);
        if (folders.add(folder)) {
          compareSpelling(folder);
        }
      }
      compareSpelling(path);
    }
    files.stream()
        .filter(folders::contains)
        .sorted()
        .forEach(path -> problems.add(path, "is a file and a folder at once"));
  }

  private void compareSpelling(String path) {
    // Both ways: some letters share only their upper case, others only their lower case.
    String folded = path.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    String other = spellings.putIfAbsent(folded, path);
    // Below folders that differ only in case, the folders alone are named.
    if (other != null && !other.equals(path) && parent(other).equals(parent(path))) {
      problems.add(
          path,
          "differs from %s only in upper and lower case, and file systems of macOS take them for"
                  .formatted(other)
              + " one; rename one of them");
    }
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/') + 1);
  }
}
