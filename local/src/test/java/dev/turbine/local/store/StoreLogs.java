package dev.turbine.local.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.logging.LogManager;

/** What the servers' libraries log, all of it through {@code java.util.logging}. */
public final class StoreLogs {
  private StoreLogs() {}

  /**
   * Lets only warnings of libraries pass, one line each, on the standard error stream. Call it
   * once, before anything of this package.
   */
  public static void quieten() {
    try (InputStream levels = StoreLogs.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(levels);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
