package dev.turbine.core.scaling;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A worker set and its queues at one moment.
 *
 * @param time when this was measured
 * @param demand of all queues of the set together
 * @param workers of this set, each name once
 */
public record ClusterSnapshot(Instant time, Demand demand, List<Worker> workers) {
  /** Copies; refuses a name that stands for two workers. */
  public ClusterSnapshot {
    workers = List.copyOf(workers);
    long names = workers.stream().map(Worker::name).distinct().count();
    if (names != workers.size()) {
      throw new IllegalArgumentException("Two workers of one name: " + workers);
    }
  }

  /** The workers in one of these states. */
  public List<Worker> in(WorkerState... states) {
    Set<WorkerState> wanted = EnumSet.noneOf(WorkerState.class);
    wanted.addAll(Arrays.asList(states));
    return workers.stream().filter(worker -> wanted.contains(worker.state())).toList();
  }

  /** Those that take tasks now or will: all but the draining ones. */
  public int staying() {
    return in(WorkerState.STARTING, WorkerState.IDLE, WorkerState.BUSY).size();
  }

  /** Those that take tasks now. */
  public int inService() {
    return in(WorkerState.IDLE, WorkerState.BUSY).size();
  }

  /** Tasks that draining workers hold: they need no slot of those that stay. */
  public long leavingTasks() {
    return in(WorkerState.DRAINING).stream().mapToLong(Worker::running).sum();
  }

  /**
   * Tasks that need a slot of the workers that stay: those that wait, and those that these workers
   * have.
   *
   * <p>The latter are what the queues say is taken, less what draining workers hold, or what the
   * workers themselves say, whichever is more. A task that outlasts SQS's limit of 12 hours is in
   * no queue any more; and queues and workers are never asked at quite the same instant.
   *
   * @param tasks what the queues hold
   */
  public long servedTasks(Demand.Tasks tasks) {
    long held = in(WorkerState.BUSY).stream().mapToLong(Worker::running).sum();
    return tasks.waiting() + Math.max(tasks.taken() - leavingTasks(), held);
  }
}
