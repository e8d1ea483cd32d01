package dev.turbine.local.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.service.Service;
import java.nio.file.Path;

/** Turns the description of a service into a process. */
@FunctionalInterface
public interface ServiceLauncher {
  /**
   * Starts the service as the leader of a session of its own.
   *
   * @param log the file that its output is appended to
   * @throws TurbineException if it does not come into being
   */
  RunningProcess launch(Service service, Path log) throws InterruptedException;
}
