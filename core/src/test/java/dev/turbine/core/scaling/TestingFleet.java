package dev.turbine.core.scaling;

import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A fleet in memory, whose clock and whose workers' deeds are its test's. */
public final class TestingFleet implements Fleet {
  private final Map<String, Worker> workers = new LinkedHashMap<>();
  private Instant now;
  private int started;

  /** A fleet without workers. */
  public TestingFleet(Instant now) {
    this.now = now;
  }

  @Override
  public List<Worker> describe() {
    return List.copyOf(workers.values());
  }

  @Override
  public void apply(ScalingDecision decision) {
    switch (decision) {
      case Grow grow -> {
        while (snapshot().staying() < grow.workers()) {
          String name = "worker-" + ++started;
          workers.put(name, new Worker(name, WorkerState.STARTING, now, 0));
        }
      }
      case Shrink shrink ->
          shrink.leaving().stream()
              .filter(workers::containsKey)
              .forEach(name -> become(name, WorkerState.DRAINING, workers.get(name).running()));
      case Hold hold -> {}
    }
  }

  /** Lets all starting workers take tasks. */
  public void finishStarting() {
    for (Worker worker : snapshot().in(WorkerState.STARTING)) {
      become(worker.name(), WorkerState.IDLE, 0);
    }
  }

  /** Gives a worker so many tasks instead of those that it had; a draining one without any ends. */
  public void run(String name, int tasks) {
    Worker worker = workers.get(name);
    if (worker == null) {
      throw new IllegalArgumentException("No worker " + name + " in " + workers.keySet());
    }
    if (worker.state() == WorkerState.DRAINING) {
      become(name, WorkerState.DRAINING, tasks);
    } else {
      become(name, tasks == 0 ? WorkerState.IDLE : WorkerState.BUSY, tasks);
    }
  }

  /** Sets the time of what happens from now on. */
  public void become(Instant time) {
    now = time;
  }

  private void become(String name, WorkerState state, int running) {
    workers.compute(
        name,
        (same, before) -> {
          if (before == null || (state == WorkerState.DRAINING && running == 0)) {
            return null;
          }
          Instant since = before.state() == state ? before.since() : now;
          return new Worker(name, state, since, running);
        });
  }

  private ClusterSnapshot snapshot() {
    return new ClusterSnapshot(now, new Demand.Tasks(0, 0), describe());
  }
}
