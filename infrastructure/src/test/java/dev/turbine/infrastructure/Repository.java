package dev.turbine.infrastructure;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the files of this checkout are. */
final class Repository {
  private Repository() {}

  /** The folder that contains all modules. */
  static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** This module's folder. */
  static Path module() {
    return root().resolve("infrastructure");
  }

  /** The committed templates. */
  static Path templates() {
    return root().resolve("templates");
  }
}
