package dev.turbine.local.codedeploy;

import dev.turbine.local.process.Script.Output;
import java.time.Duration;
import java.util.Locale;

/** Why an event failed. */
public sealed interface FailureCause {
  /** The end of a sentence that begins with the event or its script. */
  String describe();

  /**
   * A script came to an end of its own that is no success.
   *
   * @param exitCode 1 to 255; 128 + n when signal n ended it
   * @param hint what may be behind it, or nothing
   */
  record ExitCode(int exitCode, String hint) implements FailureCause {
    @Override
    public String describe() {
      return "ended with exit code " + exitCode + (hint.isEmpty() ? "" : ": " + hint);
    }
  }

  /**
   * A script took too long and was ended.
   *
   * @param limit how long it was allowed to take
   */
  record TimedOut(Duration limit) implements FailureCause {
    @Override
    public String describe() {
      return "did not end within %d s and was stopped".formatted(limit.toSeconds());
    }
  }

  /**
   * A script ended, but a process that it left running kept one of its outputs until the time was
   * over.
   *
   * @param limit how long it was allowed to take
   */
  record OutputLeftOpen(Output output, Duration limit) implements FailureCause {
    @Override
    public String describe() {
      return ("ended, but a process that it started held its %s for all of %d s; send the output of"
              + " processes that stay to a file or to /dev/null")
          .formatted(output.name().toLowerCase(Locale.ROOT), limit.toSeconds());
    }
  }

  /**
   * Anything else.
   *
   * @param text may have several lines
   */
  record Reason(String text) implements FailureCause {
    @Override
    public String describe() {
      return text;
    }
  }
}
