package dev.turbine.core.appspec;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is in a revision.
 *
 * @param entries by path from the revision's root, without {@code .} and {@code ..}; each with the
 *     folders above it. What is behind a link to a folder is listed as if it stood there
 */
public record RevisionListing(SortedMap<String, Kind> entries) {
  /** What an entry is. */
  public enum Kind {
    /** A folder, or a link to one. */
    FOLDER,
    /** A file with content. */
    FILE,
    /** A link to a file or to nothing. */
    LINK
  }

  /** Copies the entries. */
  public RevisionListing {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /** What stands at a path; the empty path is the revision itself. */
  Optional<Kind> at(String path) {
    return path.isEmpty() ? Optional.of(Kind.FOLDER) : Optional.ofNullable(entries.get(path));
  }

  /** All that is in a folder at any depth, by the path from that folder; folders come first. */
  SortedMap<String, Kind> within(String folder) {
    if (folder.isEmpty()) {
      return entries;
    }
    String prefix = folder + "/";
    SortedMap<String, Kind> within = new TreeMap<>();
    for (Map.Entry<String, Kind> entry : entries.tailMap(prefix).entrySet()) {
      if (!entry.getKey().startsWith(prefix)) {
        break;
      }
      within.put(entry.getKey().substring(prefix.length()), entry.getValue());
    }
    return within;
  }
}
