package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.stack.StackStatus;
import dev.turbine.local.stack.Survivors;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The stop of a stack, whether its daemon lives or died.
 *
 * @param now whether to cut running tasks short
 * @param err told what begins, and what is waited for
 */
record StackStop(Stack stack, boolean now, PrintWriter err) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration LAST_MOMENT = Duration.ofSeconds(10);
  private static final Duration QUIET = Duration.ofSeconds(2);

  /**
   * Stops it and waits for its end.
   *
   * @return whether anything ran
   */
  boolean run() throws InterruptedException {
    if (DaemonLock.isHeld(stack.directory())) {
      err.println("Stopping the stack of " + stack.project());
      stopDaemon();
      return true;
    }
    Survivors survivors = Survivors.of(stack.directory());
    if (!survivors.any()) {
      return false;
    }
    err.println("Stopping what the daemon of " + stack.project() + " left behind");
    survivors.stop(now, ProjectPython.ofUser().cache());
    return true;
  }

  /** A daemon that has only just begun does not answer yet: it is asked until it has gone. */
  private void stopDaemon() throws InterruptedException {
    Optional<ProcessHandle> daemon =
        stack.status().map(StackStatus::pid).flatMap(ProcessHandle::of);
    boolean asked = stack.stop(now);
    Instant lastWords = Instant.now();
    DaemonSilence silence = new DaemonSilence(stack.directory(), lastWords);
    String said = "";
    while (DaemonLock.isHeld(stack.directory())) {
      Thread.sleep(LOOK_AGAIN);
      if (!asked) {
        asked = stack.stop(now);
      }
      if (asked) {
        silence.answered(Instant.now());
      } else {
        silence.unanswered(Instant.now());
      }
      if (Duration.between(lastWords, Instant.now()).compareTo(QUIET) > 0) {
        String words = waitingFor();
        if (!words.isEmpty() && !words.equals(said)) {
          boolean forTasks = !now && words.contains("worker-");
          err.println(
              "  waiting for " + words + (forTasks ? " (turbine down --now does not)" : ""));
          err.flush();
          said = words;
        }
        lastWords = Instant.now();
      }
    }
    awaitEnd(daemon);
  }

  /** The lock is free a moment before the process has gone. */
  private static void awaitEnd(Optional<ProcessHandle> daemon) throws InterruptedException {
    Instant deadline = Instant.now().plus(LAST_MOMENT);
    while (daemon.filter(ProcessHandle::isAlive).isPresent() && Instant.now().isBefore(deadline)) {
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private String waitingFor() throws InterruptedException {
    try {
      return stack.status().map(StackStop::waitingFor).orElse("");
    } catch (TurbineException alreadyClosing) {
      // Its parts are gone one by one; only its end matters.
      return "";
    }
  }

  private static String waitingFor(StackStatus status) {
    String services =
        status.services().stream()
            .filter(service -> service.state() == ServiceState.STOPPING)
            .map(ServiceStatus::name)
            .collect(Collectors.joining(", "));
    Optional<Long> running = status.queue().map(depth -> depth.inFlight());
    return services.isEmpty()
        ? ""
        : services
            + running
                .filter(count -> count > 0)
                .map(count -> ": " + count + (count == 1 ? " running task" : " running tasks"))
                .orElse("");
  }
}
