package dev.turbine.aws.fleet;

import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.autoscaling.model.AutoScalingGroup;
import software.amazon.awssdk.services.autoscaling.model.Instance;

/**
 * Reads a group's machines as workers, and remembers since when each is what it is.
 *
 * <p>The agent of a machine protects it from scale-in for as long as it has a task, so that one
 * description of the group tells who is idle. How many tasks a machine has it does not tell: a
 * protected one counts as having one, which is the least that is true.
 *
 * <p>What the group wants and does not have yet is starting, under names that are no machine's.
 */
final class GroupWorkers {
  private Map<String, Worker> before = new HashMap<>();

  synchronized List<Worker> read(AutoScalingGroup group, Instant now) {
    Map<String, Worker> seen = new HashMap<>();
    List<Worker> workers = new ArrayList<>();
    for (Instance instance : group.instances()) {
      state(instance)
          .map(state -> worker(instance.instanceId(), state, tasks(instance, state), now))
          .ifPresent(workers::add);
    }
    long there = workers.stream().filter(worker -> worker.state() != WorkerState.DRAINING).count();
    for (long number = 1; number <= group.desiredCapacity() - there; number++) {
      workers.add(worker("asked-for-" + number, WorkerState.STARTING, 0, now));
    }
    workers.forEach(worker -> seen.put(worker.name(), worker));
    before = seen;
    return workers;
  }

  /** Empty for what is no worker: taken out of the group by a person, or ended. */
  private static Optional<WorkerState> state(Instance instance) {
    String state = instance.lifecycleStateAsString();
    if (state.startsWith("Pending")) {
      return Optional.of(WorkerState.STARTING);
    }
    if (state.startsWith("Terminating")) {
      return Optional.of(WorkerState.DRAINING);
    }
    if (state.equals("InService")) {
      return Optional.of(isBusy(instance) ? WorkerState.BUSY : WorkerState.IDLE);
    }
    return Optional.empty();
  }

  private static int tasks(Instance instance, WorkerState state) {
    return state != WorkerState.STARTING && isBusy(instance) ? 1 : 0;
  }

  private static boolean isBusy(Instance instance) {
    return Boolean.TRUE.equals(instance.protectedFromScaleIn());
  }

  private Worker worker(String name, WorkerState state, int tasks, Instant now) {
    Worker known = before.get(name);
    Instant since = known != null && known.state() == state ? known.since() : now;
    return new Worker(name, state, since, tasks);
  }
}
