package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.local.deployment.ActiveRelease;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.scaling.SetStatus;
import dev.turbine.local.startup.StepStatus;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a stack at one moment.
 *
 * @param phase where it stands as a whole
 * @param started when its daemon started
 * @param project the project's folder
 * @param pid the daemon's process
 * @param web the address of Airflow's UI and API
 * @param steps how it came up, step by step
 * @param services its services, in the order they were described
 * @param workerSets load and workers of each worker set
 * @param release the active release; empty until there is one
 * @param stores where its stores listen
 * @param queue the depth of the default queue; empty while it cannot be read
 * @param failure why it did not come up
 */
public record StackStatus(
    StackPhase phase,
    Instant started,
    String project,
    long pid,
    URI web,
    List<StepStatus> steps,
    List<ServiceStatus> services,
    List<SetStatus> workerSets,
    Optional<ActiveRelease> release,
    List<StoreStatus> stores,
    Optional<QueueDepth> queue,
    Optional<Failure> failure) {

  /**
   * Why a stack did not come up.
   *
   * @param category decides the exit code of the command that started it
   * @param message what is wrong and what to do
   */
  public record Failure(TurbineException.Category category, String message) {}

  /**
   * Where a store listens.
   *
   * @param name {@code database}, {@code queue} or {@code objects}
   * @param address what a client needs, without credentials
   * @param problem what keeps it from its work; empty when nothing is known to
   */
  public record StoreStatus(String name, String address, Optional<String> problem) {}
}
