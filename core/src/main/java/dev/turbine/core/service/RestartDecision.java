package dev.turbine.core.service;

import java.time.Duration;
import java.time.Instant;

/** What to do about a service that ended although nobody asked it to. */
public sealed interface RestartDecision {
  /**
   * Start it again.
   *
   * @param at not before this time
   * @param attempt 1 for the first restart within the policy's window
   */
  record Restart(Instant at, int attempt) implements RestartDecision {}

  /**
   * Leave it: it ended too often.
   *
   * @param ends how often it ended
   * @param within in what time
   */
  record GiveUp(int ends, Duration within) implements RestartDecision {}
}
