package dev.turbine.local.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.service.Service;
import java.nio.file.Path;

/** Turns the description of a service into a process. */
public interface ServiceLauncher {
  /** What a process would be started from now. */
  ServiceOrigin origin();

  /** Whether a process that was started from this does the same as one started now. */
  boolean isCurrent(Service service, ServiceOrigin origin);

  /**
   * Starts the service as the leader of a session of its own.
   *
   * @param origin a recent {@link #origin()}
   * @param log the file that its output is appended to
   * @throws TurbineException if it does not come into being
   */
  RunningProcess launch(Service service, ServiceOrigin origin, Path log)
      throws InterruptedException;
}
