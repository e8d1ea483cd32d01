package dev.turbine.core.scaling;

import java.time.Instant;

/**
 * One worker at one moment.
 *
 * @param name unique within its set
 * @param state what it is doing
 * @param since when it came into this state
 * @param running tasks that it holds: none when starting or idle, at least one when busy
 */
public record Worker(String name, WorkerState state, Instant since, int running) {
  /** Refuses a number of tasks that contradicts the state. */
  public Worker {
    boolean fits =
        switch (state) {
          case STARTING, IDLE -> running == 0;
          case BUSY -> running > 0;
          case DRAINING -> running >= 0;
        };
    if (name.isBlank() || !fits) {
      throw new IllegalArgumentException(
          "Worker \"%s\" is %s with %d running tasks".formatted(name, state, running));
    }
  }
}
