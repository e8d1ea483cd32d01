package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.console.DaemonClient;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.StackPhase;
import dev.turbine.local.stack.StackStatus;
import java.util.Optional;

/**
 * The stack of a project as a command sees it: from outside, through its daemon.
 *
 * @param directory where it keeps its state; need not exist
 */
record Stack(StackDirectory directory) {
  /** What the daemon tells, or empty when none answers. */
  Optional<StackStatus> status() throws InterruptedException {
    Optional<DaemonClient> daemon = daemon();
    if (daemon.isEmpty()) {
      return Optional.empty();
    }
    try (DaemonClient client = daemon.get()) {
      return client.status();
    }
  }

  /** A client of the daemon; empty when the stack was never started. */
  Optional<DaemonClient> daemon() {
    Integer port = directory.exists() ? Ports.remembered(directory.root()).get(Port.DAEMON) : null;
    return port == null
        ? Optional.empty()
        : Optional.of(new DaemonClient(port, secrets().daemonToken()));
  }

  /** The secrets of a stack that was started at least once. */
  Secrets secrets() {
    return Secrets.of(directory.root());
  }

  /**
   * What the daemon of a stack tells that is up.
   *
   * @throws TurbineException if it is not
   */
  StackStatus running() throws InterruptedException {
    StackStatus status = status().orElseThrow(this::notRunning);
    if (status.phase() != StackPhase.RUNNING) {
      throw new TurbineException(
          Category.STATE,
          "The stack of %s is %s, not running. See turbine status."
              .formatted(project(), Words.of(status.phase())));
    }
    return status;
  }

  /**
   * A client of the Airflow of a stack that is up; the caller closes it.
   *
   * @throws TurbineException if it is not up
   */
  AirflowApi airflow() throws InterruptedException {
    return new AirflowApi(running().web(), StackDirectory.USER, secrets().adminPassword());
  }

  /**
   * Asks the daemon to stop the stack.
   *
   * @param now whether to cut running tasks short
   * @return whether there was a daemon to ask
   */
  boolean stop(boolean now) throws InterruptedException {
    Optional<DaemonClient> daemon = daemon();
    if (daemon.isEmpty()) {
      return false;
    }
    try (DaemonClient client = daemon.get()) {
      return client.stop(now);
    }
  }

  private TurbineException notRunning() {
    return new TurbineException(
        Category.STATE,
        "The stack of %s is not running. Start it with: turbine up".formatted(project()));
  }

  /** The project's folder, for messages. */
  String project() {
    return String.valueOf(directory.root().getParent());
  }
}
