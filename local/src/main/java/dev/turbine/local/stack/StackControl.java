package dev.turbine.local.stack;

import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.deployment.DeploymentControl;
import java.util.Optional;

/** What a client may ask of a running stack. */
public interface StackControl {
  /** What is known of the stack now. */
  StackStatus status();

  /** What deploys releases to the stack. */
  DeploymentControl deployments();

  /**
   * Imports the DAGs of the project's folder, without changing anything, and waits for it.
   *
   * @param environment the id of the Python environment to import them in
   * @return what {@code turbine_airflow.parse} reports; empty if the stack has another environment
   * @throws dev.turbine.core.TurbineException if the import did not come to its end
   */
  Optional<String> importDags(String environment) throws InterruptedException;

  /**
   * Imports the DAGs of a release in its own environment, without changing anything, and waits for
   * it.
   *
   * @return what {@code turbine_airflow.parse} reports; empty if the release is not on this disk
   * @throws dev.turbine.core.TurbineException if the import did not come to its end
   */
  Optional<String> importDagsOf(ReleaseId release) throws InterruptedException;

  /**
   * Begins to stop the stack, and returns at once. Asking again with {@code now} hurries a stop
   * that waits for running tasks.
   *
   * @param now whether to cut running tasks short
   */
  void requestStop(boolean now);
}
