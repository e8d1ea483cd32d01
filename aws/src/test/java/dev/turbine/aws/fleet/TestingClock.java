package dev.turbine.aws.fleet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that its test moves. */
public final class TestingClock extends Clock {
  private Instant now;

  /** Stands at this time. */
  public TestingClock(Instant now) {
    this.now = now;
  }

  /** Moves it forward. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }

  /** Moves it to a time that has not passed; else it stays. */
  public void advanceTo(Instant time) {
    now = time.isAfter(now) ? time : now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
