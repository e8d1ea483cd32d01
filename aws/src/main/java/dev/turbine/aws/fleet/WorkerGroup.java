package dev.turbine.aws.fleet;

import dev.turbine.core.scaling.Fleet;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerSet;
import java.util.List;

/** The group of a worker set, as it was found. */
public sealed interface WorkerGroup {
  /** The name of the worker set. */
  String set();

  /**
   * A set that can be decided about.
   *
   * @param name the group's
   * @param workerSet as the group's tags and sizes describe it
   * @param workers at the moment of the look
   * @param fleet the same workers, to be told what was decided
   */
  record Described(String name, WorkerSet workerSet, List<Worker> workers, Fleet fleet)
      implements WorkerGroup {
    /** Copies. */
    public Described {
      workers = List.copyOf(workers);
    }

    @Override
    public String set() {
      return workerSet.name();
    }
  }

  /**
   * A set that may have no workers any more, as while its stack is being deleted: CloudFormation
   * and Auto Scaling wait for those that are protected until somebody names them.
   *
   * @param fleet to dismiss them
   */
  record Closed(String set, AutoScalingGroupFleet fleet) implements WorkerGroup {}

  /**
   * A group whose tags make no worker set.
   *
   * @param problem what is wrong, and what to do
   */
  record Misdescribed(String set, String problem) implements WorkerGroup {}
}
