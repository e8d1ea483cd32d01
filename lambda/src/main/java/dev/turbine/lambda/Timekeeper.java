package dev.turbine.lambda;

import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** The time, and what waits for it. */
interface Timekeeper {
  /** The time now. */
  Instant now();

  /** Returns at this time, or at once when it has passed. */
  void await(Instant time) throws InterruptedException;

  /**
   * Does something until it is done or the time has come, when it is interrupted and left alone.
   *
   * @throws TimeoutException when the time came first
   * @throws RuntimeException that of the work
   */
  <T> T within(Instant end, Callable<T> work) throws InterruptedException, TimeoutException;
}
