package dev.turbine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.logging.LogManager;

/**
 * The log of a daemon: a line for each event on standard error, which goes to the daemon's file.
 */
final class DaemonLog {
  private DaemonLog() {}

  /** Sets up logging as {@code logging.properties} beside this class says. */
  static void configure() {
    try (InputStream properties = DaemonLog.class.getResourceAsStream("logging.properties")) {
      LogManager.getLogManager().readConfiguration(Objects.requireNonNull(properties));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
