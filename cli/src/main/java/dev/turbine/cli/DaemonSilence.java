package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.StackDirectory;
import java.time.Duration;
import java.time.Instant;

/** How long a daemon that lives, as it holds its lock, has answered nothing. */
final class DaemonSilence {
  /** A daemon answers within a second of its start; a machine may be very busy. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  private final StackDirectory directory;
  private Instant since;

  /** Begins to count. */
  DaemonSilence(StackDirectory directory, Instant now) {
    this.directory = directory;
    this.since = now;
  }

  /** It has answered: counting begins anew. */
  void answered(Instant now) {
    since = now;
  }

  /**
   * It has not answered.
   *
   * @throws TurbineException if that is so for {@link #LIMIT}
   */
  void unanswered(Instant now) {
    if (Duration.between(since, now).compareTo(LIMIT) < 0) {
      return;
    }
    String pid = DaemonLock.holder(directory).map(Object::toString).orElse("PID");
    throw new TurbineException(
        Category.STATE,
        """
        The daemon of %s, process %s, has answered nothing for %d s. Its log is %s.
        If it hangs, end it with: kill -9 %s
        What it has started goes on, and the next turbine up takes it over.\
        """
            .formatted(
                directory.root().getParent(), pid, LIMIT.toSeconds(), directory.daemonLog(), pid));
  }
}
