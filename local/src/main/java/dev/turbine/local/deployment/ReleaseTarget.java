package dev.turbine.local.deployment;

import dev.turbine.airflow.environment.Environment;
import java.util.List;
import java.util.Set;

/** The processes that a release is made active for. */
public interface ReleaseTarget {
  /**
   * From now on processes are started for this release; those that run stay as they are.
   *
   * @param python the environment of the release
   */
  void use(Environment python, String release);

  /** The releases that processes were started from which run now. */
  Set<String> releases();

  /** Tells the process that reads the DAG files that another release is active. */
  void wake();

  /**
   * Replaces the processes that do something else than one started now, one by one; running tasks
   * go on.
   *
   * @return the names of the services that were replaced
   */
  List<String> replaceOutdated() throws InterruptedException;
}
