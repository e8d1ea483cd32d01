package dev.turbine.local.stack;

import dev.turbine.airflow.service.AirflowServices;
import dev.turbine.core.configuration.WorkerSetOptions;
import dev.turbine.core.service.Service;
import dev.turbine.local.fleet.ProcessFleet;
import dev.turbine.local.fleet.WorkerNames;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceSupervisor;
import dev.turbine.local.scaling.ScalingEvent;
import dev.turbine.local.scaling.ScalingRecords;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** The workers of a stack: a fleet for each worker set. */
final class WorkerFleets {
  private static final Logger LOG = System.getLogger(WorkerFleets.class.getName());

  private final Map<WorkerSetOptions, ProcessFleet> fleets = new LinkedHashMap<>();
  private final List<ServiceSupervisor> strays = new ArrayList<>();
  private final ScalingRecords scaling;

  /**
   * Starts none yet. Workers that outlived an earlier daemon stay in their set; those of a set that
   * there is no more leave.
   */
  WorkerFleets(
      LocalProject project,
      ServiceRecords records,
      ScalingRecords scaling,
      Function<Service, ServiceSupervisor> supervisor) {
    this.scaling = scaling;
    StackDirectory directory = project.directory();
    List<String> survivors =
        records.alive().stream()
            .map(ServiceRecord::name)
            .filter(name -> name.startsWith(WorkerNames.PREFIX))
            .toList();
    for (WorkerSetOptions options : project.configuration().workerSets()) {
      String set = options.set().name();
      fleets.put(
          options,
          new ProcessFleet(
              new WorkerNames(set),
              survivors,
              options.set().min(),
              name -> worker(directory, name, options),
              supervisor,
              directory::stateFile,
              (worker, limit, tasks) -> killed(set, worker, limit, tasks),
              Clock.systemUTC()));
    }
    survivors.stream()
        .filter(name ->
            fleets.keySet().stream()
                .allMatch(options -> new WorkerNames(options.set().name()).number(name).isEmpty()))
        .map(name -> supervisor.apply(worker(directory, name, WorkerSetOptions.DEFAULT)))
        .forEach(strays::add);
    strays.forEach(stray -> Thread.ofVirtual().start(() -> retire(stray)));
  }

  private static Service worker(StackDirectory directory, String name, WorkerSetOptions options) {
    return AirflowServices.worker(
        name, options, directory.readyFile(name), directory.stateFile(name));
  }

  private static void retire(ServiceSupervisor stray) {
    try {
      stray.stop(stray.grace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void killed(String set, String worker, Duration limit, List<String> tasks) {
    String reason =
        "%s did not leave within %d s (drain_limit) and was killed; it held %s."
            .formatted(
                worker,
                limit.toSeconds(),
                tasks.isEmpty()
                    ? "no task that is known"
                    : tasks.size() + " tasks, of these Celery ids: " + String.join(", ", tasks));
    LOG.log(Level.WARNING, reason);
    int workers =
        fleets.entrySet().stream()
            .filter(entry -> entry.getKey().set().name().equals(set))
            .mapToInt(entry -> entry.getValue().present().size())
            .sum();
    scaling
        .events()
        .add(
            new ScalingEvent(
                Clock.systemUTC().instant(), set, ScalingEvent.Kind.CUT, workers, reason));
  }

  /** The fleets by what they are made from. */
  Map<WorkerSetOptions, ProcessFleet> bySet() {
    return fleets;
  }

  /** Those that take tasks or will. */
  List<ServiceSupervisor> present() {
    return fleets.values().stream().flatMap(fleet -> fleet.present().stream()).toList();
  }

  /** Those that take tasks, and those that finish their last ones. */
  List<ServiceSupervisor> all() {
    return Stream.concat(
            fleets.values().stream().flatMap(fleet -> fleet.all().stream()),
            strays.stream().filter(stray -> stray.status().state() != ServiceState.STOPPED))
        .toList();
  }

  /** As {@link ProcessFleet#replaceOutdated}, of all fleets. */
  List<String> replaceOutdated() throws InterruptedException {
    List<String> replaced = new ArrayList<>();
    for (ProcessFleet fleet : fleets.values()) {
      replaced.addAll(fleet.replaceOutdated());
    }
    return replaced;
  }

  /** From now on nobody comes any more. */
  void close() {
    fleets.values().forEach(ProcessFleet::close);
  }
}
