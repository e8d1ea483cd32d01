package dev.turbine.local.fleet;

import dev.turbine.core.configuration.WorkerSetOptions;
import java.util.OptionalInt;

/**
 * What the workers of a set are called: {@code worker-2}, and {@code worker-gpu-2} in a set of the
 * name gpu.
 *
 * @param set the set's name
 */
public record WorkerNames(String set) {
  /** What the name of every worker begins with. */
  public static final String PREFIX = "worker-";

  /** The name of the worker with a number, from 1. */
  public String of(int number) {
    return prefix() + number;
  }

  /** The number in a worker's name; empty if it is of another set, or no worker. */
  public OptionalInt number(String name) {
    // The name of a set has a letter, so no other set's worker ends in digits alone here.
    if (!name.startsWith(prefix()) || !name.substring(prefix().length()).matches("[0-9]{1,9}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(name.substring(prefix().length())));
  }

  private String prefix() {
    return set.equals(WorkerSetOptions.DEFAULT_NAME) ? PREFIX : PREFIX + set + "-";
  }
}
