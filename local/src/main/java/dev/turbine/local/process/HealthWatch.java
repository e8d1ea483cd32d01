package dev.turbine.local.process;

import dev.turbine.core.service.Readiness;
import java.time.Duration;
import java.time.Instant;

/** Sees whether a process does its work, from its start to its end. */
public final class HealthWatch {
  /** A person waits for it, and each look costs the api-server some of its start. */
  private static final Duration UNTIL_READY = Duration.ofMillis(250);

  private static final Duration AFTERWARDS = Duration.ofSeconds(10);

  /** A service that restarts may hide the others' signs of life for some seconds. */
  private static final int UNSEEN_LIMIT = 3;

  private final ReadinessProbe probe;
  private final Duration afterwards;

  /** Hears how the process is; called by one thread. */
  interface Listener {
    /** It does its work, for the first time or again. */
    void healthy();

    /** It was healthy, and shows no sign of it any more. */
    void unhealthy();
  }

  /**
   * Looks at nothing yet.
   *
   * @param probe looks once
   */
  public HealthWatch(ReadinessProbe probe) {
    this(probe, AFTERWARDS);
  }

  HealthWatch(ReadinessProbe probe, Duration afterwards) {
    this.probe = probe;
    this.afterwards = afterwards;
  }

  /**
   * Watches until the thread is interrupted.
   *
   * @param started when the process did
   */
  void watch(Readiness readiness, Instant started, Listener listener) throws InterruptedException {
    while (!probe.isReady(readiness, started)) {
      Thread.sleep(UNTIL_READY);
    }
    listener.healthy();
    int unseen = 0;
    while (true) {
      Thread.sleep(afterwards);
      boolean seen = probe.isReady(readiness, started);
      if (seen && unseen >= UNSEEN_LIMIT) {
        listener.healthy();
      }
      unseen = seen ? 0 : unseen + 1;
      if (unseen == UNSEEN_LIMIT) {
        listener.unhealthy();
      }
    }
  }
}
