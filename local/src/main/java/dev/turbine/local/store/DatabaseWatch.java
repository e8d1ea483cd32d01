package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.service.RestartDecision;
import dev.turbine.core.service.RestartPolicy;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts PostgreSQL again when it dies. It is no child of this process, so it is looked after once
 * a second; how often it may die is what holds for services.
 */
public final class DatabaseWatch implements AutoCloseable {
  private static final Logger LOG = System.getLogger(DatabaseWatch.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final PostgresStore store;
  private final RestartPolicy policy;
  private final Clock clock;
  private final List<Instant> ends = new ArrayList<>();
  private final Thread thread;
  private volatile Optional<String> problem = Optional.empty();

  private DatabaseWatch(PostgresStore store, RestartPolicy policy, Clock clock) {
    this.store = store;
    this.policy = policy;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("watch-database").unstarted(this::watch);
  }

  /** Watches until it is closed, or the server has died too often. */
  public static DatabaseWatch over(PostgresStore store, RestartPolicy policy, Clock clock) {
    DatabaseWatch watch = new DatabaseWatch(store, policy, clock);
    watch.thread.start();
    return watch;
  }

  private void watch() {
    try {
      boolean goesOn = true;
      while (goesOn) {
        Thread.sleep(INTERVAL);
        goesOn = looksAlive() || restart();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean looksAlive() {
    try {
      boolean alive = store.isRunning();
      if (alive) {
        problem = Optional.empty();
      }
      return alive;
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "whether PostgreSQL runs cannot be seen: {0}", e.getMessage());
      return true;
    }
  }

  /** What keeps the server from its work, for a person; empty while it runs. */
  public Optional<String> problem() {
    return problem;
  }

  private boolean restart() throws InterruptedException {
    ends.add(clock.instant());
    switch (policy.decide(ends)) {
      case RestartDecision.Restart(Instant at, int attempt) -> {
        Duration left = Duration.between(clock.instant(), at);
        if (left.isPositive()) {
          Thread.sleep(left);
        }
        LOG.log(Level.WARNING, "PostgreSQL has died and is started again ({0})", attempt);
        problem = Optional.of("PostgreSQL has died and is being started again");
        revive();
        return true;
      }
      case RestartDecision.GiveUp(int often, Duration within) -> {
        String what =
            "PostgreSQL died %d times within %d s and is not started again; its log is %s"
                .formatted(often, within.toSeconds(), store.logs());
        LOG.log(Level.ERROR, what);
        problem = Optional.of(what);
        return false;
      }
    }
  }

  private void revive() {
    try {
      store.revive();
    } catch (TurbineException | UncheckedIOException e) {
      LOG.log(Level.ERROR, e.getMessage());
    }
  }

  /** Nothing is started any more when this has returned. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
