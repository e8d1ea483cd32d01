package dev.turbine.local.process;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A process known by its pid and the time it started, so that a reused pid is never taken for it.
 *
 * @param pid the process id
 * @param started when it started, as the operating system tells it
 */
public record ProcessIdentity(long pid, Instant started) {
  /** The kernel's boot time, from which start times are derived, may move by a second or so. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  /** The identity of a live process, or empty if there is none with this pid. */
  public static Optional<ProcessIdentity> of(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(started -> new ProcessIdentity(pid, started));
  }

  /**
   * The identity of a process that was just started. One that has ended already has no start time
   * any more; its identity is never alive.
   */
  public static ProcessIdentity ofStarted(long pid) {
    return of(pid).orElseGet(() -> new ProcessIdentity(pid, Instant.EPOCH));
  }

  /** Whether this very process still runs; one that ended and was not yet reaped does not. */
  @JsonIgnore // Not a part of a record that is written down: it would not be read again.
  public boolean isAlive() {
    return of(pid).filter(this::isSameAs).isPresent() && !isZombie();
  }

  /** Whether both are the same process, as its start time was told at different times. */
  boolean isSameAs(ProcessIdentity other) {
    return other.pid == pid
        && Duration.between(other.started, started).abs().compareTo(TOLERANCE) <= 0;
  }

  /**
   * An orphan's end is only seen in its state where the first process of a container does not reap.
   */
  private boolean isZombie() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    } catch (IOException noProcFileSystemOrGone) {
      return false;
    }
  }
}
