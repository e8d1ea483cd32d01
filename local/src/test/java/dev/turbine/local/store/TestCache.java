package dev.turbine.local.store;

import java.nio.file.Path;
import java.util.Optional;

/** The download cache, which tests share with everything else: its content is addressed by hash. */
final class TestCache {
  private TestCache() {}

  static Path folder() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(value -> !value.isBlank())
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("turbine");
  }
}
