package dev.turbine.local.fleet;

import dev.turbine.core.service.Readiness;
import dev.turbine.core.service.RestartPolicy;
import dev.turbine.core.service.Service;
import dev.turbine.core.service.StopSignal;
import dev.turbine.local.process.HealthWatch;
import dev.turbine.local.process.ProcessExit;
import dev.turbine.local.process.ProcessIdentity;
import dev.turbine.local.process.RunningProcess;
import dev.turbine.local.process.ServiceLauncher;
import dev.turbine.local.process.ServiceOrigin;
import dev.turbine.local.process.ServiceRecords;
import dev.turbine.local.process.ServiceSupervisor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Workers that are shell scripts. Each is busy for as long as the file NAME.task exists, and leaves
 * when it was asked to and is not busy. One with a file NAME.broken ends at once.
 */
final class ScriptedWorkers implements ServiceLauncher {
  /** Gives up within milliseconds, and for as long as usual. */
  private static final RestartPolicy RESTART =
      new RestartPolicy(
          Duration.ofMillis(1), Duration.ofMillis(1), 2, RestartPolicy.DEFAULT.window());

  private static final String SCRIPT =
      """
      [ -e "$0.broken" ] && exit 1
      trap 'leaving=1' TERM
      while :; do
        running='[]'; state=idle
        if [ -e "$0.task" ]; then
          running='[{"id":"task","since":"2026-01-01T00:00:00Z"}]'; state=busy
        elif [ -n "$leaving" ]; then
          exit 0
        fi
        [ -n "$leaving" ] && state=draining
        now=$(date -u +%Y-%m-%dT%H:%M:%S.000Z)
        echo '{"pid":'$$',"state":"'$state'","written":"'$now'","running":'$running',\
      "last_poll":"'$now'","polls":1,"empty_polls":1}' >"$0.next"
        mv "$0.next" "$0.state"
        touch "$0.ready"
        sleep 0.05
      done
      """;

  private final Path folder;
  private final ServiceRecords records;
  private final List<ServiceSupervisor> supervisors =
      Collections.synchronizedList(new ArrayList<>());
  private final List<String> killed = Collections.synchronizedList(new ArrayList<>());
  private volatile String settings = "today";
  private volatile Duration ahead = Duration.ZERO;
  private volatile Duration drainLimit = Duration.ofSeconds(30);

  ScriptedWorkers(Path folder) throws IOException {
    this.folder = folder;
    this.records = new ServiceRecords(Files.createDirectory(folder.resolve("run")));
  }

  ProcessFleet fleet(String set, List<String> survivors, int count) {
    return new ProcessFleet(
        new WorkerNames(set),
        survivors,
        count,
        this::service,
        this::supervisor,
        name -> folder.resolve(name + ".state"),
        (worker, limit, tasks) -> killed.add(worker + " " + tasks),
        new Clock() {
          @Override
          public Instant instant() {
            return Instant.now().plus(ahead);
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        });
  }

  private Service service(String name) {
    return new Service(
        name,
        List.of(SCRIPT),
        Map.of(),
        new Readiness.Announces(folder.resolve(name + ".ready")),
        StopSignal.TERM,
        drainLimit,
        RESTART,
        Service.Orphans.FINISH);
  }

  private ServiceSupervisor supervisor(Service service) {
    ServiceSupervisor supervisor =
        new ServiceSupervisor(
            service,
            this,
            new HealthWatch(
                (readiness, started) -> Files.exists(folder.resolve(service.name() + ".ready"))),
            records,
            folder.resolve("workers.log"),
            Clock.systemUTC());
    supervisors.add(supervisor);
    return supervisor;
  }

  @Override
  public ServiceOrigin origin() {
    return new ServiceOrigin(settings, "0123456789abcdef");
  }

  @Override
  public boolean isCurrent(Service service, ServiceOrigin origin) {
    return origin.equals(origin());
  }

  @Override
  public RunningProcess launch(Service service, ServiceOrigin origin, Path log) {
    try {
      Files.deleteIfExists(folder.resolve(service.name() + ".ready"));
      Process process =
          new ProcessBuilder(
                  "setsid", "sh", "-c", SCRIPT, folder.resolve(service.name()).toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
      process
          .onExit()
          .thenAccept(ended -> exit.complete(new ProcessExit.Status(ended.exitValue())));
      return new RunningProcess(ProcessIdentity.ofStarted(process.pid()), exit);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void occupy(String worker) {
    try {
      Files.createFile(folder.resolve(worker + ".task"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void release(String worker) {
    try {
      Files.delete(folder.resolve(worker + ".task"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Has a worker end whenever it is started. */
  void breakDown(String worker) {
    try {
      Files.createFile(folder.resolve(worker + ".broken"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What time it is for the fleet, but not for its workers. */
  void later(Duration time) {
    ahead = time;
  }

  void settingsChange() {
    settings = "tomorrow";
  }

  void drainLimit(Duration limit) {
    drainLimit = limit;
  }

  List<String> killed() {
    return List.copyOf(killed);
  }

  void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Ends all. */
  void close() throws InterruptedException {
    for (ServiceSupervisor supervisor : List.copyOf(supervisors)) {
      supervisor.stop(Duration.ofMillis(200));
    }
  }
}
