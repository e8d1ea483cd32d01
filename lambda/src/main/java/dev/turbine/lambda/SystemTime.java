package dev.turbine.lambda;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine's time. */
final class SystemTime implements Timekeeper {
  private final Clock clock;

  SystemTime(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void await(Instant time) throws InterruptedException {
    Duration left = Duration.between(now(), time);
    if (left.isPositive()) {
      Thread.sleep(left);
    }
  }

  @Override
  public <T> T within(Instant end, Callable<T> work) throws InterruptedException, TimeoutException {
    FutureTask<T> task = new FutureTask<>(work);
    // Virtual: an interrupt ends even its reading from a socket.
    Thread.ofVirtual().name("round").start(task);
    try {
      return task.get(Math.max(0, Duration.between(now(), end).toMillis()), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException own) {
        throw own;
      }
      throw new TurbineException(Category.FAILED, "A round failed: " + e.getCause(), e);
    } finally {
      task.cancel(true);
    }
  }
}
