package dev.turbine.cli.doctor;

import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.StackStatus;
import dev.turbine.local.stack.Survivors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The daemon, its services, and what a dead daemon left behind.
 *
 * @param directory of the stack; need not exist
 * @param status what the daemon tells; empty when none answers
 */
record StackCheck(StackDirectory directory, Optional<StackStatus> status) implements Check {
  @Override
  public String subject() {
    return "stack";
  }

  @Override
  public List<Finding> examine() {
    if (status.isEmpty()) {
      return List.of(withoutDaemon());
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(stack(status.get()));
    status.get().services().forEach(service -> findings.add(service(service)));
    return findings;
  }

  private Finding withoutDaemon() {
    if (DaemonLock.isHeld(directory)) {
      return Finding.failed(
          subject(),
          "its daemon does not answer",
          "It has only just begun, or hangs. See %s.".formatted(directory.daemonLog()));
    }
    Survivors survivors = Survivors.of(directory);
    return survivors.any()
        ? Finding.warning(
            subject(),
            "its daemon has died; still running: " + names(survivors),
            "turbine up takes them over, turbine down stops them.")
        : Finding.ok(subject(), "not running, and nothing is left of an earlier run");
  }

  private static String names(Survivors survivors) {
    String services =
        survivors.services().stream()
            .map(service -> "%s (process %d)".formatted(service.name(), pid(service)))
            .collect(Collectors.joining(", "));
    return services.isEmpty() ? "PostgreSQL" : services;
  }

  private static long pid(ServiceRecord service) {
    return service.process().pid();
  }

  private Finding stack(StackStatus status) {
    return switch (status.phase()) {
      case RUNNING ->
          Finding.ok(subject(), "running at %s, process %d".formatted(status.web(), status.pid()));
      case STARTING -> Finding.warning(subject(), "starting", "Try again when it is up.");
      case STOPPING -> Finding.warning(subject(), "stopping", "Try again when it has stopped.");
      case FAILED ->
          Finding.failed(
              subject(),
              status.failure().map(StackStatus.Failure::message).orElse("it did not come up"),
              "See %s.".formatted(directory.daemonLog()));
    };
  }

  static Finding service(ServiceStatus service) {
    String process = service.pid().map(pid -> ", process " + pid).orElse("");
    String restarts = service.restarts() == 0 ? "" : ", restarts: " + service.restarts();
    String why = service.detail().map(detail -> ": " + detail).orElse("");
    String log = "See: turbine logs " + service.name();
    return switch (service.state()) {
      case READY -> Finding.ok(service.name(), "ready" + process + restarts);
      case STARTING -> Finding.warning(service.name(), "starting" + process + why, log);
      case UNHEALTHY -> Finding.failed(service.name(), "unhealthy" + process + why, log);
      case RESTARTING ->
          Finding.warning(service.name(), "ended and is started again" + restarts + why, log);
      case FAILED -> Finding.failed(service.name(), "ended too often" + restarts + why, log);
      case STOPPING -> Finding.warning(service.name(), "stopping" + process, log);
      case STOPPED -> Finding.warning(service.name(), "stopped", log);
    };
  }
}
