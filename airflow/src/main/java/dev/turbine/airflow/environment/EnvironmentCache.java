package dev.turbine.airflow.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The environments in the cache that the stacks of a user share. None knows of the others, so each
 * says from time to time which ones it uses, and what nobody has used for long is removed; whoever
 * needs it again makes it again.
 */
public final class EnvironmentCache {
  /** A stack that is up says it every day; a project may rest for a month. */
  private static final Duration UNUSED = Duration.ofDays(30);

  /** The environments used last stay, however long ago that was. */
  private static final int KEPT = 3;

  private final Path environments;
  private final Clock clock;

  private record Aged(CachedBuild build, Instant used) {}

  /**
   * Removes nothing yet.
   *
   * @param cache the folder of {@link Environments#cache}
   */
  public EnvironmentCache(Path cache, Clock clock) {
    this.environments = cache.resolve("environments");
    this.clock = clock;
  }

  /**
   * Says that an environment is used.
   *
   * @param root its {@link Environment#root()}; may be gone
   */
  public void keep(Path root) {
    Path build = root.getParent();
    if (build != null && build.getParent() != null && root.startsWith(environments)) {
      boolean _ = build(build.getParent()).keep();
    }
  }

  /**
   * Removes what nobody has used for a month, but the three used last.
   *
   * @return the ids of those that were removed
   */
  public List<String> prune() {
    Instant limit = clock.instant().minus(UNUSED);
    return folders().stream()
        .map(EnvironmentCache::build)
        .map(build -> new Aged(build, build.used().orElse(Instant.MIN)))
        .sorted(Comparator.comparing(Aged::used).reversed())
        .skip(KEPT)
        .filter(aged -> aged.used().isBefore(limit) && aged.build().remove(limit))
        .map(aged -> String.valueOf(aged.build().folder().getFileName()))
        .toList();
  }

  private static CachedBuild build(Path folder) {
    return new CachedBuild(folder, _ -> true);
  }

  private List<Path> folders() {
    try (Stream<Path> folders = Files.list(environments)) {
      return folders.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException none) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
