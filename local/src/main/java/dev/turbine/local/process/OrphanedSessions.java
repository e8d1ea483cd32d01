package dev.turbine.local.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Sessions whose leader died at work, with processes that finish what they do. Those that have a
 * process of their own are at work; those that had none for some time are ended.
 *
 * <p>Where there is no {@code /proc} (macOS) nothing is known about them: they end at once.
 */
public final class OrphanedSessions {
  /**
   * What follows the end of a task's process takes less: its log goes to S3, its end to Airflow.
   */
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Duration idleLimit;
  private final OrphanRecords records;
  private final Set<ProcessIdentity> leaders = new HashSet<>();

  OrphanedSessions(OrphanRecords records) {
    this(records, IDLE_LIMIT);
  }

  OrphanedSessions(OrphanRecords records, Duration idleLimit) {
    this.records = records;
    this.idleLimit = idleLimit;
  }

  /**
   * Looks after those that an earlier daemon left. Call it before any service starts.
   *
   * @param folder of the services' records
   */
  public static OrphanedSessions inherited(Path folder) {
    OrphanRecords records = new OrphanRecords(folder);
    OrphanedSessions inherited = new OrphanedSessions(records);
    records.left().forEach(inherited::watch);
    return inherited;
  }

  /** Whether an earlier daemon left any. */
  public static boolean anyLeft(Path folder) {
    return !new OrphanRecords(folder).left().isEmpty();
  }

  /** Looks after a session from now on; again for one that is looked after does nothing. */
  synchronized void watch(ProcessIdentity leader) {
    if (Session.members(leader.pid()).isEmpty()) {
      Session.killAll(leader);
    } else if (leaders.add(leader)) {
      records.add(leader);
      Thread.ofVirtual().name("orphans-of-" + leader.pid()).start(() -> watchUntilEnd(leader));
    }
  }

  private void watchUntilEnd(ProcessIdentity leader) {
    Map<ProcessIdentity, Long> idleSince = new HashMap<>();
    try {
      while (true) {
        List<ProcessIdentity> alive = alive(leader);
        if (alive.isEmpty()) {
          return;
        }
        endIdle(alive, idleSince);
        Thread.sleep(LOOK_AGAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      records.remove(leader);
      synchronized (this) {
        leaders.remove(leader);
        notifyAll();
      }
    }
  }

  private static List<ProcessIdentity> alive(ProcessIdentity leader) {
    return Session.members(leader.pid()).stream().filter(ProcessIdentity::isAlive).toList();
  }

  private void endIdle(List<ProcessIdentity> alive, Map<ProcessIdentity, Long> idleSince) {
    Set<Long> pids = new HashSet<>();
    Set<Long> parents = new HashSet<>();
    alive.forEach(process -> pids.add(process.pid()));
    Map<ProcessIdentity, Long> parentOf = new HashMap<>();
    for (ProcessIdentity process : alive) {
      ProcessHandle.of(process.pid())
          .flatMap(ProcessHandle::parent)
          .map(ProcessHandle::pid)
          .ifPresent(parent -> {
            parents.add(parent);
            parentOf.put(process, parent);
          });
    }
    long now = System.nanoTime();
    for (ProcessIdentity process : alive) {
      Long parent = parentOf.get(process);
      boolean ownedByOther = parent != null && pids.contains(parent);
      if (ownedByOther || parents.contains(process.pid())) {
        idleSince.remove(process);
      } else if (now - idleSince.computeIfAbsent(process, _ -> now) >= idleLimit.toNanos()) {
        Signal.KILL.send(process);
      }
    }
  }

  /**
   * Waits until all have ended, and ends those that have not within the time.
   *
   * @return whether they did by themselves
   */
  public boolean end(Duration grace) throws InterruptedException {
    boolean ended = await(grace);
    if (!ended) {
      kill();
    }
    return ended;
  }

  /**
   * Waits until all have ended.
   *
   * @return whether they did within the time
   */
  private synchronized boolean await(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!leaders.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return true;
  }

  private void kill() {
    List<ProcessIdentity> now;
    synchronized (this) {
      now = List.copyOf(leaders);
    }
    now.forEach(Session::killAll);
  }
}
