package dev.turbine.local.stack;

import dev.turbine.core.service.StopSignal;
import dev.turbine.local.fleet.WorkerNames;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.process.OrphanedSessions;
import dev.turbine.local.process.RunningProcess;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import dev.turbine.local.store.PostgresStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What still runs of a stack whose daemon died: its next start adopts them, its stop ends them.
 *
 * @param directory of the stack
 * @param services those whose processes live, in the order in which they are to stop
 */
public record Survivors(StackDirectory directory, List<ServiceRecord> services) {
  private static final Duration LONG = Duration.ofDays(7);
  private static final int MAKER_OF_WORK = 0;
  private static final int WORKER = 1;
  private static final int API_SERVER = 2;

  /** What a process may take to leave when somebody is in a hurry. */
  static final Duration HURRY = Duration.ofSeconds(3);

  /** Looks for them; an empty result is usual. */
  public static Survivors of(StackDirectory directory) {
    if (!directory.exists()) {
      return new Survivors(directory, List.of());
    }
    List<ServiceRecord> services =
        new ServiceRecords(directory.run())
            .alive().stream().sorted(Comparator.comparing(Survivors::stage)).toList();
    return new Survivors(directory, services);
  }

  /** Makers of work first, then workers, at last the api-server, which running tasks report to. */
  private static int stage(ServiceRecord service) {
    if (service.name().startsWith(WorkerNames.PREFIX)) {
      return WORKER;
    }
    return service.name().equals("api-server") ? API_SERVER : MAKER_OF_WORK;
  }

  /** Whether anything is left at all, PostgreSQL and tasks of dead workers included. */
  public boolean any() {
    return directory.exists()
        && (!services.isEmpty()
            || PostgresStore.survivorPort(directory.database()).isPresent()
            || OrphanedSessions.anyLeft(directory.run()));
  }

  /** The workers among them. */
  public List<RunningProcess> workers() {
    return services.stream()
        .filter(service -> stage(service) == WORKER)
        .map(service -> RunningProcess.adopted(service.process()))
        .toList();
  }

  /** The ports on which they listen: the stack's own, not taken by another program. */
  public Map<Port, Integer> ports() {
    Map<Port, Integer> ports = new EnumMap<>(Port.class);
    PostgresStore.survivorPort(directory.database())
        .ifPresent(number -> ports.put(Port.DATABASE, number));
    Integer web = Ports.remembered(directory.root()).get(Port.WEB);
    if (web != null && services.stream().anyMatch(service -> stage(service) == API_SERVER)) {
      ports.put(Port.WEB, web);
    }
    return ports;
  }

  /**
   * Stops them all and waits for their end.
   *
   * @param now whether to cut running tasks short
   * @param cache the user's cache folder of Turbine
   */
  public void stop(boolean now, Path cache) throws InterruptedException {
    Duration grace = now ? HURRY : LONG;
    OrphanedSessions orphans = OrphanedSessions.inherited(directory.run());
    stop(service -> stage(service) != API_SERVER, grace);
    orphans.end(grace);
    stop(service -> stage(service) == API_SERVER, grace);
    PostgresStore.stopSurvivor(directory.database(), cache);
  }

  private void stop(Predicate<ServiceRecord> which, Duration grace) throws InterruptedException {
    for (ServiceRecord service : services.stream().filter(which).toList()) {
      RunningProcess.adopted(service.process()).leave(StopSignal.TERM, grace);
      new ServiceRecords(directory.run()).remove(service.name());
    }
  }
}
