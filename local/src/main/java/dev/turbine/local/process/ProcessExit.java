package dev.turbine.local.process;

/** How a process ended. */
public sealed interface ProcessExit {
  /** A sentence's end, such as {@code ended with status 1}. */
  String describe();

  /** It ended by itself. */
  record Status(int status) implements ProcessExit {
    @Override
    public String describe() {
      return "ended with status " + status;
    }
  }

  /** A signal ended it. */
  record Killed(int signal) implements ProcessExit {
    @Override
    public String describe() {
      return "was killed by signal " + signal;
    }
  }

  /** It is gone, and whoever could have told how is gone too. */
  record Vanished() implements ProcessExit {
    @Override
    public String describe() {
      return "is gone";
    }
  }

  /** It could not be started. */
  record NeverStarted(String reason) implements ProcessExit {
    @Override
    public String describe() {
      return "could not be started: " + reason;
    }
  }
}
