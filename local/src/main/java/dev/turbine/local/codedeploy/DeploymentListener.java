package dev.turbine.local.codedeploy;

import dev.turbine.core.appspec.LifecycleEvent;
import dev.turbine.local.process.Script.Output;

/** Follows a deployment. A call that takes long holds the deployment up. */
public interface DeploymentListener {
  /** Listens to nothing. */
  DeploymentListener NOBODY =
      new DeploymentListener() {
        @Override
        public void begins(LifecycleEvent event) {}

        @Override
        public void line(LifecycleEvent event, String script, Output output, String line) {}

        @Override
        public void ends(EventOutcome outcome) {}
      };

  /** An event begins. */
  void begins(LifecycleEvent event);

  /**
   * A script wrote a line. Called from threads of its own, one at a time.
   *
   * @param script its path within the revision
   * @param line without its end
   */
  void line(LifecycleEvent event, String script, Output output, String line);

  /** An event is over. */
  void ends(EventOutcome outcome);
}
