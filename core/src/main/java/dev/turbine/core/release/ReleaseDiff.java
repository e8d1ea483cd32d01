package dev.turbine.core.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What one release has otherwise than another, each list by the paths' bytes.
 *
 * @param added paths that only the new one has
 * @param changed paths whose content or run bit differs
 * @param removed paths that only the old one has
 */
public record ReleaseDiff(List<String> added, List<String> changed, List<String> removed) {
  /** Copies. */
  public ReleaseDiff {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }

  /** Compares two contents. */
  public static ReleaseDiff between(ReleaseContent old, ReleaseContent current) {
    Map<String, ReleaseFile> before = old.byPath();
    List<String> added = new ArrayList<>();
    List<String> changed = new ArrayList<>();
    for (ReleaseFile file : current.files()) {
      ReleaseFile earlier = before.get(file.path());
      if (earlier == null) {
        added.add(file.path());
      } else if (!earlier.equals(file)) {
        changed.add(file.path());
      }
    }
    Map<String, ReleaseFile> now = current.byPath();
    List<String> removed =
        old.files().stream().map(ReleaseFile::path).filter(path -> !now.containsKey(path)).toList();
    return new ReleaseDiff(added, changed, removed);
  }

  /** Whether both are the same. */
  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }

  /** All paths that are in one of the three. */
  public List<String> touched() {
    return Stream.of(changed, added, removed).flatMap(List::stream).toList();
  }
}
