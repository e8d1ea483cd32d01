package dev.turbine.local.fleet;

import dev.turbine.core.scaling.Fleet;
import java.util.List;
import java.util.Optional;

/** A fleet whose workers tell more about themselves than decisions need. */
public interface ObservedFleet extends Fleet {
  /** As {@link #describe}, with what each worker told. */
  List<WorkerSight> look();

  /**
   * Puts a new worker in the place of one that does not poll any more. Its tasks go on.
   *
   * @return the successor's name; empty if there is no such worker, or it leaves already
   */
  Optional<String> replaceSilent(WorkerSight silent);
}
