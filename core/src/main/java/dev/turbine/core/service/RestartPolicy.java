package dev.turbine.core.service;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * When to start a service again that ended although nobody asked it to: at once the first time,
 * then after a delay that doubles, and not at all after too many ends within a window.
 *
 * @param firstDelay the pause before the second restart within the window
 * @param maximumDelay the pause never grows beyond this
 * @param maximumRestarts how many restarts the window allows
 * @param window ends older than this are forgotten
 */
public record RestartPolicy(
    Duration firstDelay, Duration maximumDelay, int maximumRestarts, Duration window) {

  /**
   * Restarts at once, then after 1, 2, 4, 8 seconds; the sixth end within five minutes is final.
   */
  public static final RestartPolicy DEFAULT =
      new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(30), 5, Duration.ofMinutes(5));

  public RestartPolicy {
    if (firstDelay.isNegative() || firstDelay.isZero()) {
      throw new IllegalArgumentException("firstDelay must be positive: " + firstDelay);
    }
    if (maximumDelay.compareTo(firstDelay) < 0) {
      throw new IllegalArgumentException(
          "maximumDelay " + maximumDelay + " is below firstDelay " + firstDelay);
    }
    if (maximumRestarts < 0) {
      throw new IllegalArgumentException("maximumRestarts is negative: " + maximumRestarts);
    }
    if (window.isNegative() || window.isZero()) {
      throw new IllegalArgumentException("window must be positive: " + window);
    }
  }

  /**
   * Decides about the latest end.
   *
   * @param ends the times at which the service ended unasked, oldest first, the latest one included
   * @throws IllegalArgumentException if there is no end to decide about
   */
  public RestartDecision decide(List<Instant> ends) {
    if (ends.isEmpty()) {
      throw new IllegalArgumentException("no end to decide about");
    }
    Instant latest = ends.getLast();
    long recent = ends.stream().filter(end -> end.isAfter(latest.minus(window))).count();
    if (recent > maximumRestarts) {
      return new RestartDecision.GiveUp((int) recent, window);
    }
    return new RestartDecision.Restart(latest.plus(delayAfter((int) recent)), (int) recent);
  }

  private Duration delayAfter(int recent) {
    if (recent == 1) {
      return Duration.ZERO;
    }
    // 30 doublings pass every sensible maximum and cannot overflow.
    Duration delay = firstDelay.multipliedBy(1L << Math.min(recent - 2, 30));
    return delay.compareTo(maximumDelay) > 0 ? maximumDelay : delay;
  }
}
