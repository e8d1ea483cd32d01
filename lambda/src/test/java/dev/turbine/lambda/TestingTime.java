package dev.turbine.lambda;

import dev.turbine.aws.fleet.TestingClock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;

/** Time that passes only while somebody waits for it. */
final class TestingTime implements Timekeeper {
  private final TestingClock clock;
  private final TreeMap<Instant, Runnable> events = new TreeMap<>();

  TestingTime(TestingClock clock) {
    this.clock = clock;
  }

  /** Lets something happen when that much time has passed from now. */
  void in(Duration delay, Runnable event) {
    events.put(now().plus(delay), event);
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public void await(Instant time) {
    while (!events.isEmpty() && !events.firstKey().isAfter(time)) {
      clock.advanceTo(events.firstKey());
      events.pollFirstEntry().getValue().run();
    }
    clock.advanceTo(time);
  }

  @Override
  public <T> T within(Instant end, Callable<T> work) throws TimeoutException {
    T result;
    try {
      result = work.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    if (now().isAfter(end)) {
      throw new TimeoutException();
    }
    return result;
  }
}
