package dev.turbine.local.stack;

import dev.turbine.airflow.service.AirflowHealth;
import dev.turbine.airflow.service.AirflowServices;
import dev.turbine.core.configuration.WorkerSetOptions;
import dev.turbine.core.service.Service;
import dev.turbine.local.process.HealthWatch;
import dev.turbine.local.process.OrphanedSessions;
import dev.turbine.local.process.ServiceLauncher;
import dev.turbine.local.process.ServiceOrigin;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.process.ServiceSupervisor;
import dev.turbine.local.scaling.ScalingRecords;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Airflow's processes in a stack, and the order in which they stop so that nothing is lost. */
final class AirflowProcesses implements AutoCloseable {
  private final StackDirectory directory;
  private final ServiceLauncher launcher;
  private final ServiceRecords records;
  private final OrphanedSessions inherited;
  private final AirflowHealth health;
  private final ServiceSupervisor apiServer;
  private final ServiceSupervisor dagProcessor;
  private final List<ServiceSupervisor> makersOfWork;
  private final WorkerFleets workers;

  AirflowProcesses(
      LocalProject project, URI web, ServiceLauncher launcher, ScalingRecords scaling) {
    this.directory = project.directory();
    this.launcher = launcher;
    this.records = new ServiceRecords(directory.run());
    this.inherited = OrphanedSessions.inherited(directory.run());
    this.health = new AirflowHealth(web);
    this.apiServer = supervisor(AirflowServices.apiServer(web.getPort()));
    this.dagProcessor = supervisor(AirflowServices.dagProcessor());
    this.makersOfWork =
        List.of(
            dagProcessor,
            supervisor(AirflowServices.scheduler()),
            supervisor(AirflowServices.triggerer()));
    this.workers = new WorkerFleets(project, records, scaling, this::supervisor);
  }

  private ServiceSupervisor supervisor(Service service) {
    return new ServiceSupervisor(
        service,
        launcher,
        new HealthWatch(new AirflowReadiness(health)),
        records,
        directory.log(service.name()),
        Clock.systemUTC());
  }

  /** The api-server first, then the others, as people read them. */
  List<ServiceSupervisor> all() {
    return Stream.concat(Stream.of(apiServer), others().stream()).toList();
  }

  ServiceSupervisor apiServer() {
    return apiServer;
  }

  /** Those that decide which task runs when. */
  List<ServiceSupervisor> makersOfWork() {
    return makersOfWork;
  }

  /** The releases that services were started from which run now. */
  Set<String> releases() {
    return all().stream()
        .flatMap(service -> service.origin().stream())
        .map(ServiceOrigin::release)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Tells the dag-processor that another release is active. */
  void wake() {
    dagProcessor.wake();
  }

  /** Those that execute tasks. */
  List<ServiceSupervisor> workers() {
    return workers.present();
  }

  WorkerFleets fleets() {
    return workers;
  }

  private List<ServiceSupervisor> others() {
    return Stream.concat(makersOfWork.stream(), workers.all().stream()).toList();
  }

  /**
   * Replaces, one by one, the services that were started from something else than what holds now;
   * the api-server last. Running tasks go on: a worker that is replaced finishes them.
   *
   * @return the names of those that were replaced
   */
  List<String> replaceOutdated() throws InterruptedException {
    List<String> replaced = new ArrayList<>();
    for (ServiceSupervisor service :
        Stream.concat(makersOfWork.stream(), Stream.of(apiServer)).toList()) {
      if (service.isOutdated()) {
        replaced.add(service.status().name());
        service.replace();
      }
    }
    replaced.addAll(workers.replaceOutdated());
    return replaced;
  }

  List<ServiceStatus> status() {
    return all().stream().map(ServiceSupervisor::status).toList();
  }

  /**
   * Stops whoever makes work and whoever does it, then the api-server, which running tasks report
   * to until their end.
   *
   * @param now whether to cut running tasks short; a second call with it hurries the first
   */
  void stop(boolean now) throws InterruptedException {
    workers.close();
    Duration tasks = now ? Survivors.HURRY : WorkerSetOptions.DEFAULT.drainLimit();
    Thread orphans = Thread.ofVirtual().start(() -> end(inherited, tasks));
    for (List<ServiceSupervisor> stage : List.of(others(), List.of(apiServer))) {
      List<Thread> stops =
          stage.stream()
              .map(service -> Thread.ofVirtual().start(() -> stop(service, now)))
              .toList();
      for (Thread stop : stops) {
        stop.join();
      }
      // In the first round: their tasks report to the api-server.
      orphans.join();
    }
  }

  private static void end(OrphanedSessions inherited, Duration grace) {
    try {
      inherited.end(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void stop(ServiceSupervisor service, boolean now) {
    try {
      boolean hurry = now && service.grace().compareTo(Survivors.HURRY) > 0;
      service.stop(hurry ? Survivors.HURRY : service.grace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    health.close();
  }
}
