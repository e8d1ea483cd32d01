package dev.turbine.local.stack;

import dev.turbine.local.deployment.DeploymentControl;

/** What a client may ask of a running stack. */
public interface StackControl {
  /** What is known of the stack now. */
  StackStatus status();

  /** What deploys releases to the stack. */
  DeploymentControl deployments();

  /**
   * Begins to stop the stack, and returns at once. Asking again with {@code now} hurries a stop
   * that waits for running tasks.
   *
   * @param now whether to cut running tasks short
   */
  void requestStop(boolean now);
}
