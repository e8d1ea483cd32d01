package dev.turbine.local.process;

import dev.turbine.core.service.StopSignal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process that leads a session of its own, ours by birth or by adoption.
 *
 * @param identity the leader of the session
 * @param exit completed by whoever reaps the process; never completed for an adopted one, whose
 *     parent is gone
 */
public record RunningProcess(ProcessIdentity identity, CompletableFuture<ProcessExit> exit) {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);

  /** An adopted process: only the process table tells about its end. */
  public static RunningProcess adopted(ProcessIdentity identity) {
    return new RunningProcess(identity, new CompletableFuture<>());
  }

  /** Waits for the end of the process, however long it takes. */
  public ProcessExit await() throws InterruptedException {
    while (true) {
      if (awaitReport(LOOK_AGAIN)) {
        return exit.resultNow();
      }
      if (!identity.isAlive()) {
        // Whoever reaped it may be about to say how it ended.
        return awaitReport(LOOK_AGAIN) ? exit.resultNow() : new ProcessExit.Vanished();
      }
    }
  }

  /**
   * Waits for the end of the process.
   *
   * @return whether it ended within the time
   */
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (identity.isAlive() && !exit.isDone()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      awaitReport(Duration.ofNanos(Math.min(left, LOOK_AGAIN.toNanos())));
    }
    return true;
  }

  /**
   * Waits for the end of a process that does one thing, and kills whatever is left of its session
   * then.
   *
   * @param limit how long it may take, minutes
   * @return how it failed, a sentence's end such as {@code ended with status 1}; empty if it did
   *     not
   */
  public Optional<String> finish(Duration limit) throws InterruptedException {
    try {
      if (!awaitEnd(limit)) {
        return Optional.of("took more than " + limit.toMinutes() + " minutes");
      }
      ProcessExit how = await();
      return how.equals(new ProcessExit.Status(0)) ? Optional.empty() : Optional.of(how.describe());
    } finally {
      kill();
    }
  }

  private boolean awaitReport(Duration atMost) throws InterruptedException {
    try {
      exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException notYet) {
      return false;
    } catch (ExecutionException impossible) {
      throw new AssertionError("an exit is never completed exceptionally", impossible);
    }
  }

  /**
   * Asks the process to leave, waits for its end, and kills whatever is left of its session then.
   *
   * @param grace how long it may take
   * @return whether it left within that time
   */
  public boolean leave(StopSignal signal, Duration grace) throws InterruptedException {
    Signal.of(signal).send(identity);
    boolean left = awaitEnd(grace);
    kill();
    return left;
  }

  /** Halts the leader of the session, until {@link #resume}; what it started goes on. */
  public void pause() {
    Signal.STOP.send(identity);
  }

  /** Lets the leader of the session go on; does nothing if it was not halted. */
  public void resume() {
    Signal.CONT.send(identity);
  }

  /** Ends every process of the session at once. */
  public void kill() {
    Session.killAll(identity);
  }
}
