package dev.turbine.core.scaling;

import java.util.List;

/**
 * The workers of one set, wherever they run. It alone changes their number, and only when told to.
 */
public interface Fleet {
  /**
   * All workers that have not ended, each once.
   *
   * @throws dev.turbine.core.TurbineException when they cannot be asked for
   */
  List<Worker> describe();

  /**
   * Carries a decision out. Returns when it is under way, not when it is done: {@link #describe}
   * then shows new workers as starting and leaving ones as draining, or no longer.
   *
   * <p>A worker that leaves finishes the tasks that it has, also those that it got since it was
   * described. Names that are gone, and workers that drain already, are passed over.
   *
   * @throws dev.turbine.core.TurbineException when it cannot be carried out; some of it may have
   *     been, and the next decision sees what
   */
  void apply(ScalingDecision decision);
}
