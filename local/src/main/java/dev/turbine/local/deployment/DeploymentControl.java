package dev.turbine.local.deployment;

import java.util.Optional;

/** What a client may ask of whoever deploys releases to a stack. */
public interface DeploymentControl {
  /**
   * Begins to make a release active, and returns at once; deployments are done one after another.
   *
   * @return the deployment's id
   */
  String deploy(DeploymentOrder order);

  /** Where a deployment stands; empty when there was none of this id since the daemon started. */
  Optional<DeploymentStatus> deployment(String id);

  /**
   * Makes what lies in {@code /airflow} the active release; for the hooks of the deployment.
   *
   * @param id of the deployment, which must be under way
   * @return what was done, in a sentence
   * @throws dev.turbine.core.TurbineException if it cannot be done
   */
  String activate(String id) throws InterruptedException;

  /**
   * Brings a release back to this disk, with its environment, without making it active.
   *
   * @return what was done, in a sentence
   * @throws dev.turbine.core.TurbineException if it cannot be had
   */
  String restore(String release) throws InterruptedException;
}
