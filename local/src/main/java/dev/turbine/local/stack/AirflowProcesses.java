package dev.turbine.local.stack;

import dev.turbine.airflow.service.AirflowHealth;
import dev.turbine.airflow.service.AirflowServices;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.service.Service;
import dev.turbine.local.process.LogTail;
import dev.turbine.local.process.ServiceLauncher;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.process.ServiceSupervisor;
import dev.turbine.local.startup.Step;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** Airflow's processes in a stack, and the order in which they stop so that nothing is lost. */
final class AirflowProcesses implements AutoCloseable {
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  /** What a process may take to leave when somebody is in a hurry. */
  private static final Duration HURRY = Duration.ofSeconds(3);

  private static final int LOG_LINES_SHOWN = 15;

  private final StackDirectory directory;
  private final ServiceLauncher launcher;
  private final ServiceRecords records;
  private final AirflowHealth health;
  private final ServiceSupervisor apiServer;
  private final List<ServiceSupervisor> makersOfWork;
  private final List<ServiceSupervisor> workers = new ArrayList<>();

  AirflowProcesses(LocalProject project, int webPort, ServiceLauncher launcher) {
    this.directory = project.directory();
    this.launcher = launcher;
    this.records = new ServiceRecords(directory.run());
    this.health = new AirflowHealth(URI.create("http://127.0.0.1:" + webPort));
    this.apiServer = supervisor(AirflowServices.apiServer(webPort));
    this.makersOfWork =
        Stream.of(
                AirflowServices.scheduler(),
                AirflowServices.dagProcessor(),
                AirflowServices.triggerer())
            .map(this::supervisor)
            .toList();
    int concurrency = project.configuration().workers().concurrency();
    for (int number = 1; number <= project.configuration().workers().count(); number++) {
      Path readyFile = directory.readyFile("worker-" + number);
      workers.add(supervisor(AirflowServices.worker(number, concurrency, readyFile)));
    }
  }

  private ServiceSupervisor supervisor(Service service) {
    return new ServiceSupervisor(
        service,
        launcher,
        new AirflowReadiness(health),
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

  /** All but the api-server. */
  List<ServiceSupervisor> others() {
    return Stream.concat(makersOfWork.stream(), workers.stream()).toList();
  }

  /**
   * Starts a service and waits until it is ready.
   *
   * @param fingerprint of all that the service is started from
   */
  void start(ServiceSupervisor service, String fingerprint, Step<?> step) throws Exception {
    try {
      service.begin(fingerprint).get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      service.status().pid().ifPresent(pid -> step.describe("pid " + pid));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TurbineException reason ? reason : e;
    } catch (TimeoutException e) {
      String name = service.status().name();
      Path log = directory.log(name);
      throw new TurbineException(
          Category.FAILED,
          "%s was not ready within %d minutes. The last lines of %s:%n%s"
              .formatted(
                  name,
                  READY_LIMIT.toMinutes(),
                  log,
                  String.join("\n", LogTail.lines(log, LOG_LINES_SHOWN))),
          e);
    }
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
    for (List<ServiceSupervisor> stage : List.of(others(), List.of(apiServer))) {
      List<Thread> stops =
          stage.stream()
              .map(service -> Thread.ofVirtual().start(() -> stop(service, now)))
              .toList();
      for (Thread stop : stops) {
        stop.join();
      }
    }
  }

  private static void stop(ServiceSupervisor service, boolean now) {
    try {
      boolean hurry = now && service.grace().compareTo(HURRY) > 0;
      service.stop(hurry ? HURRY : service.grace());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    health.close();
  }
}
