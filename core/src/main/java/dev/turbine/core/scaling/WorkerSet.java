package dev.turbine.core.scaling;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Workers that serve the same queues, and how their number follows the demand.
 *
 * @param name distinguishes the sets of a stack
 * @param queues the queues that each worker takes tasks from; at least one, none twice
 * @param min workers that are kept without any demand; at least 0
 * @param max workers that are never exceeded; at least 1 and at least {@code min}. Workers that
 *     drain do not count: they take no tasks any more
 * @param concurrency slots of each worker; at least 1
 * @param growthThreshold the load above which workers are added, as many as bring it down to this;
 *     above 0. With 1 every task gets a slot of its own; below 1 slots are kept free; above 1 tasks
 *     queue
 * @param shrinkThreshold the load at or below which workers may leave; at least 0 and below {@code
 *     growthThreshold}. The distance of the two is what the load may vary by without an effect
 * @param shrinkWindow how long the load must have been that low before workers leave; not negative
 */
public record WorkerSet(
    String name,
    List<String> queues,
    int min,
    int max,
    int concurrency,
    double growthThreshold,
    double shrinkThreshold,
    Duration shrinkWindow) {

  /** Copies and checks the ranges. */
  public WorkerSet {
    queues = List.copyOf(queues);
    require(!name.isBlank(), "name is empty", name);
    require(!queues.isEmpty(), "queues are empty", name);
    require(Set.copyOf(queues).size() == queues.size(), "queues repeat: " + queues, name);
    require(min >= 0, "min is negative: " + min, name);
    require(max >= 1 && max >= min, "max is " + max + ", min " + min, name);
    require(concurrency >= 1, "concurrency is below 1: " + concurrency, name);
    require(
        growthThreshold > 0 && Double.isFinite(growthThreshold),
        "growthThreshold is not above 0: " + growthThreshold,
        name);
    require(
        shrinkThreshold >= 0 && shrinkThreshold < growthThreshold,
        "shrinkThreshold %s is not from 0 to below growthThreshold %s"
            .formatted(shrinkThreshold, growthThreshold),
        name);
    require(!shrinkWindow.isNegative(), "shrinkWindow is negative: " + shrinkWindow, name);
  }

  private static void require(boolean holds, String problem, String name) {
    if (!holds) {
      throw new IllegalArgumentException("Worker set \"" + name + "\": " + problem);
    }
  }
}
