package dev.turbine.cli;

import picocli.CommandLine.Option;

/** Whether a stack follows its project's files. */
final class WatchOption {
  private static final String NO_WATCH = "--no-watch";

  @Option(
      names = NO_WATCH,
      description = {
        "Do not follow the project's files: only turbine deploy and turbine rollback change",
        "what runs."
      })
  private boolean noWatch;

  boolean isWatched() {
    return !noWatch;
  }

  /** The option as it stands on a command line; empty when it was not given. */
  String argument() {
    return noWatch ? NO_WATCH : "";
  }
}
