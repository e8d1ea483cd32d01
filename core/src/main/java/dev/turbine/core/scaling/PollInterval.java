package dev.turbine.core.scaling;

import java.time.Duration;

/**
 * The time from one empty receive of a queue to the next, for a worker that has a free slot. Such a
 * worker always has exactly one long poll open for each of its queues.
 *
 * @param longPoll how long SQS holds a poll open: {@code wait_time_seconds}, above 0
 * @param pause between the end of a poll and the next one: kombu's {@code polling_interval} from
 *     5.7 on, none before
 * @param overhead of one poll beyond that: connection, signature, answer. The original's fitted
 *     factor of 0.098444 polls a second contains 0.158 s of it, measured on AWS in 2020
 */
public record PollInterval(Duration longPoll, Duration pause, Duration overhead) {
  /** Refuses negative parts, and polls that do not wait. */
  public PollInterval {
    if (longPoll.isNegative() || longPoll.isZero() || pause.isNegative() || overhead.isNegative()) {
      throw new IllegalArgumentException(
          "longPoll %s must be positive, pause %s and overhead %s not negative"
              .formatted(longPoll, pause, overhead));
    }
  }

  /** All three together. */
  public Duration total() {
    return longPoll.plus(pause).plus(overhead);
  }
}
