package dev.turbine.local.fleet;

import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Tells a worker's state from its supervisor and its own report, and remembers since when. */
final class Sightings {
  private final Map<String, Worker> last = new HashMap<>();

  /**
   * Looks at one worker.
   *
   * @param leaving whether it was asked to leave
   * @param report the one in its file, whoever wrote it
   */
  WorkerSight look(
      ServiceStatus status, boolean leaving, Optional<WorkerReport> report, Instant now) {
    Optional<WorkerReport> own =
        report.filter(written -> status.pid().filter(pid -> pid == written.pid()).isPresent());
    Worker seen = worker(status, leaving, own, now);
    Worker before = last.get(status.name());
    Instant since = before != null && before.state() == seen.state() ? before.since() : now;
    Worker worker = new Worker(seen.name(), seen.state(), since, seen.running());
    last.put(worker.name(), worker);
    return new WorkerSight(worker, own);
  }

  private static Worker worker(
      ServiceStatus status, boolean leaving, Optional<WorkerReport> own, Instant now) {
    int tasks = own.map(report -> report.running().size()).orElse(0);
    if (leaving) {
      return new Worker(status.name(), WorkerState.DRAINING, now, tasks);
    }
    // One that was given up holds its place: another one would end as it did.
    if (status.state() != ServiceState.READY || own.isEmpty()) {
      return new Worker(status.name(), WorkerState.STARTING, now, 0);
    }
    // Silent: nobody knows whether it is idle, so it is not.
    if (own.get().isStale(now) || tasks > 0) {
      return new Worker(status.name(), WorkerState.BUSY, now, Math.max(1, tasks));
    }
    // Somebody else asked it to leave: its supervisor starts it again at once.
    WorkerState state = own.get().draining() ? WorkerState.STARTING : WorkerState.IDLE;
    return new Worker(status.name(), state, now, 0);
  }

  void keepOnly(Collection<String> names) {
    last.keySet().retainAll(names);
  }
}
