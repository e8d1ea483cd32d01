package dev.turbine.lambda;

import dev.turbine.aws.fleet.AutoScalingGroupFleet;
import dev.turbine.aws.fleet.WorkerGroup;
import dev.turbine.aws.fleet.WorkerGroup.Closed;
import dev.turbine.aws.fleet.WorkerGroup.Described;
import dev.turbine.aws.fleet.WorkerGroup.Misdescribed;
import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.aws.queue.InstallationQueues;
import dev.turbine.core.TurbineException;
import dev.turbine.core.queue.TaskQueue;
import dev.turbine.core.scaling.ClusterSnapshot;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.Scaling;
import dev.turbine.core.scaling.ScalingPolicy;
import dev.turbine.core.scaling.ScalingState;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Measures the demand for one worker set, decides, and carries it out. */
final class SetScaling {
  private final InstallationQueues queues;

  SetScaling(InstallationQueues queues) {
    this.queues = queues;
  }

  /**
   * Never throws: what goes wrong with a set is its outcome, and the others go on.
   *
   * @param now when the group was looked at
   * @param state as its last decision left it
   * @param sets names of all sets: the queue of each counts for that set alone
   */
  SetOutcome scale(Instant now, WorkerGroup group, ScalingState state, Set<String> sets) {
    return switch (group) {
      case Misdescribed(String set, String problem) -> new SetOutcome.Undecided(set, problem);
      case Closed(String set, AutoScalingGroupFleet fleet) -> {
        try {
          yield new SetOutcome.Closed(set, fleet.dismiss());
        } catch (TurbineException e) {
          yield new SetOutcome.Undecided(set, e.getMessage());
        }
      }
      case Described described -> {
        try {
          yield scale(now, described, state, sets);
        } catch (RuntimeException e) {
          yield new SetOutcome.Undecided(described.set(), String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private SetOutcome scale(Instant now, Described group, ScalingState state, Set<String> sets) {
    Demand demand = Demand.measure(counted(group, sets));
    ClusterSnapshot snapshot = new ClusterSnapshot(now, demand, group.workers());
    Scaling scaling = new ScalingPolicy(group.workerSet()).decide(snapshot, state);
    SetMeasurement measurement =
        new SetMeasurement(group.workerSet(), snapshot, scaling.decision());
    try {
      group.fleet().apply(scaling.decision());
      return new SetOutcome.Decided(measurement, scaling.next());
    } catch (TurbineException e) {
      return new SetOutcome.NotApplied(measurement, scaling.next(), e.getMessage());
    }
  }

  /**
   * The set's own queue, and further ones that no set has for its own. Those of other sets its
   * workers help with: counted here too, each of their tasks would call for two machines.
   */
  private List<TaskQueue> counted(Described group, Set<String> sets) {
    return group.workerSet().queues().stream()
        .filter(queue -> queue.equals(group.set()) || !sets.contains(queue))
        .map(queues::queue)
        .toList();
  }
}
