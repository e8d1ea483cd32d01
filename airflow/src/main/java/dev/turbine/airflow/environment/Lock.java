package dev.turbine.airflow.environment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The packages of an environment, each at one version, in the words of {@code uv pip compile}.
 *
 * @param entries in the order of the file
 */
record Lock(List<Entry> entries) {
  private static final Pattern NAME = Pattern.compile("^([A-Za-z0-9][A-Za-z0-9._-]*)");

  Lock {
    entries = List.copyOf(entries);
  }

  /**
   * One package.
   *
   * @param requirement such as {@code celery==5.6.3} or {@code six @ git+https://…}, with its
   *     marker
   * @param hashes such as {@code sha256:…}; empty for what has none, as a Git repository
   */
  record Entry(String requirement, List<String> hashes) {
    Entry {
      hashes = List.copyOf(hashes);
    }

    /** The normalized name. */
    String name() {
      return nameOf(requirement).orElseThrow();
    }

    /** The version, empty for a URL. */
    Optional<String> version() {
      String[] parts = requirement.split("[ ;]", 2)[0].split("==", 2);
      return parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    }

    boolean isHashed() {
      return !hashes.isEmpty();
    }

    private String text() {
      return hashes.stream()
          .map(hash -> " \\\n    --hash=" + hash)
          .collect(Collectors.joining("", requirement, "\n"));
    }
  }

  /** Reads what {@code uv pip compile --generate-hashes} wrote. */
  static Lock parse(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.replace("\\\n", " ").lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s+--hash=");
      entries.add(new Entry(parts[0].strip(), List.of(parts).subList(1, parts.length)));
    }
    return new Lock(entries);
  }

  /** The name that a requirement begins with, normalized as PEP 503 says; empty for a bare URL. */
  static Optional<String> nameOf(String requirement) {
    Matcher matcher = NAME.matcher(requirement);
    boolean url = requirement.matches("^[A-Za-z0-9+.-]+:.*");
    return !url && matcher.find()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-"))
        : Optional.empty();
  }

  /** The entries by their names; a package that differs by platform has one of them. */
  Map<String, Entry> byName() {
    Map<String, Entry> result = new LinkedHashMap<>();
    entries.forEach(entry -> result.putIfAbsent(entry.name(), entry));
    return result;
  }

  /** The requirements without hashes, one a line. */
  String pins() {
    return entries.stream().map(Entry::requirement).collect(Collectors.joining("\n", "", "\n"));
  }

  /** The part whose entries have hashes, or the part whose entries have none. */
  Lock hashed(boolean hashed) {
    return new Lock(entries.stream().filter(entry -> entry.isHashed() == hashed).toList());
  }

  /** As {@link #parse} reads it. */
  String text() {
    return entries.stream().map(Entry::text).collect(Collectors.joining());
  }
}
