package dev.turbine.core.service;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One long-running Airflow process, described once and rendered to a local process or a systemd
 * unit.
 *
 * @param name unique within a stack, such as {@code scheduler} or {@code worker-1}
 * @param arguments what follows {@code airflow} on the command line
 * @param environment what this service needs beyond the environment that all services share
 * @param readiness how to see that it does its work, not only that its process lives
 * @param stopSignal asks it to finish what it does and leave
 * @param grace how long it may take to leave before it is killed
 * @param restart what to do when it ends although nobody asked it to
 * @param orphans what becomes of the processes that it leaves behind then
 */
public record Service(
    String name,
    List<String> arguments,
    Map<String, String> environment,
    Readiness readiness,
    StopSignal stopSignal,
    Duration grace,
    RestartPolicy restart,
    Orphans orphans) {

  /** What becomes of the processes of a service whose main process ended unasked. */
  public enum Orphans {
    /** They end with it: they would hold its port or do its work twice. */
    END,
    /**
     * Those that have a process of their own finish what they do, as a Celery worker's pool process
     * with a task does; the others end.
     */
    FINISH
  }

  public Service {
    if (!name.matches("[a-z][a-z0-9-]*")) {
      throw new IllegalArgumentException("service name '" + name + "' is not [a-z][a-z0-9-]*");
    }
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("service " + name + " has no arguments");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace of " + name + " is negative: " + grace);
    }
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** A service that leaves nothing behind. */
  public Service(
      String name,
      List<String> arguments,
      Map<String, String> environment,
      Readiness readiness,
      StopSignal stopSignal,
      Duration grace,
      RestartPolicy restart) {
    this(name, arguments, environment, readiness, stopSignal, grace, restart, Orphans.END);
  }
}
