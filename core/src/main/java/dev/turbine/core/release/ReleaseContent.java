package dev.turbine.core.release;

import dev.turbine.core.yaml.Problems;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is in a release: its files, which alone make its id.
 *
 * @param files by their path's bytes
 */
public record ReleaseContent(List<ReleaseFile> files) {
  /**
   * A project's code and what it reads; data belongs into a bucket or the shared folder. Every
   * worker holds several releases, and one has to reach it within a deployment's patience.
   */
  public static final long LARGEST = 1L << 30;

  /** Far above a large project; a listing that goes beyond has taken in an environment or data. */
  public static final int MOST_FILES = 20_000;

  /** No files. */
  public static final ReleaseContent EMPTY = new ReleaseContent(List.of());

  /**
   * Sorts.
   *
   * @throws dev.turbine.core.TurbineException with all that {@link #check} finds
   */
  public ReleaseContent {
    files = files.stream().sorted(ReleaseFile.BY_PATH).toList();
    Problems problems = new Problems();
    check(files, problems);
    problems.throwIfAny("the release");
  }

  /** Notes what cannot be in one release together: too much, or names that collide. */
  public static void check(Collection<ReleaseFile> files, Problems problems) {
    if (files.size() > MOST_FILES) {
      problems.add(
          "the release",
          "has %,d files; expected at most %,d. List what is no part of it in .turbineignore"
              .formatted(files.size(), MOST_FILES));
    }
    long size = size(files);
    if (size > LARGEST) {
      problems.add(
          "the release",
          "has %,d bytes; expected at most %,d. List what is no part of it in .turbineignore"
              .formatted(size, LARGEST));
    }
    new NameCollisions(problems).check(files);
  }

  private static long size(Collection<ReleaseFile> files) {
    long size = 0;
    for (ReleaseFile file : files) {
      size += file.size();
      if (size < 0) {
        return Long.MAX_VALUE;
      }
    }
    return size;
  }

  /**
   * The first 16 hex digits of the SHA-256 over one line for each file, in their order: the path in
   * UTF-8, a zero byte, {@code x} when executable and {@code -} when not, a zero byte, the
   * content's SHA-256 in hex, a line feed. No path has a zero byte or a line feed, so two contents
   * never make the same lines. Nothing else goes in: no time, owner, or other permission.
   */
  public ReleaseId id() {
    MessageDigest digest = Sha256.digest();
    for (ReleaseFile file : files) {
      digest.update(
          "%s\0%s\0%s\n"
              .formatted(file.path(), file.executable() ? "x" : "-", file.sha256())
              .getBytes(StandardCharsets.UTF_8));
    }
    return new ReleaseId(Sha256.hex(digest.digest()).substring(0, 16));
  }

  /** The sum of the files, in bytes. */
  public long size() {
    return size(files);
  }

  /** The file of a path. */
  public Optional<ReleaseFile> file(String path) {
    return files.stream().filter(file -> file.path().equals(path)).findFirst();
  }

  /** The files by their paths. */
  public Map<String, ReleaseFile> byPath() {
    return files.stream().collect(Collectors.toUnmodifiableMap(ReleaseFile::path, file -> file));
  }

  /**
   * The files below a folder, with paths relative to it.
   *
   * @param folder a path without a slash at its end; empty for all
   */
  public ReleaseContent below(String folder) {
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Function<ReleaseFile, ReleaseFile> relative =
        file ->
            new ReleaseFile(
                file.path().substring(prefix.length()),
                file.executable(),
                file.size(),
                file.sha256());
    return new ReleaseContent(
        files.stream().filter(file -> file.path().startsWith(prefix)).map(relative).toList());
  }
}
