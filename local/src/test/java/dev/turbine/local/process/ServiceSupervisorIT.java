package dev.turbine.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.service.Readiness;
import dev.turbine.core.service.RestartPolicy;
import dev.turbine.core.service.Service;
import dev.turbine.core.service.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Supervision of real processes: shell scripts that lead sessions of their own. */
@Timeout(60)
class ServiceSupervisorIT {
  private static final Duration NO_GRACE = Duration.ofMillis(200);
  private static final RestartPolicy QUICK =
      new RestartPolicy(Duration.ofMillis(10), Duration.ofMillis(20), 2, Duration.ofMinutes(5));

  @TempDir private Path folder;
  private ServiceRecords records;
  private Path ready;
  private Path log;
  private final List<ProcessIdentity> launched = new CopyOnWriteArrayList<>();
  private String now = "today";

  @BeforeEach
  void prepare() throws IOException {
    records = new ServiceRecords(Files.createDirectory(folder.resolve("run")));
    ready = folder.resolve("ready");
    log = folder.resolve("service.log");
  }

  @AfterEach
  void nothingIsLeft() {
    for (ServiceRecords.ServiceRecord left : records.alive()) {
      Session.killAll(left.process());
    }
  }

  @Test
  void aServiceIsReadyWhenItSaysSoAndStopsWhenAsked() throws Exception {
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000");
    service.start();
    assertThat(service.status().state()).isEqualTo(ServiceState.READY);
    ProcessIdentity process = records.alive("service").orElseThrow().process();
    assertThat(service.status().pid()).contains(process.pid());

    service.stop(Duration.ofSeconds(30));
    assertThat(service.status().state()).isEqualTo(ServiceState.STOPPED);
    assertThat(process.isAlive()).isFalse();
    assertThat(records.alive()).isEmpty();
  }

  @Test
  void aServiceWithoutASignOfWorkIsToldOfUntilItWorksAgain() throws Exception {
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000");
    service.start();
    Files.delete(ready);
    ServiceStatus silent = await(service, ServiceState.UNHEALTHY, 0);
    assertThat(silent.detail().orElseThrow()).contains("service shows no sign of work");
    assertThat(silent.pid()).isPresent();

    Files.createFile(ready);
    assertThat(await(service, ServiceState.READY, 0).detail()).isEmpty();
    service.stop(NO_GRACE);
    assertThat(service.status().state()).isEqualTo(ServiceState.STOPPED);
  }

  @Test
  void aServiceThatIsKilledComesBack() throws Exception {
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000");
    service.start();
    ProcessIdentity first = records.alive("service").orElseThrow().process();
    Signal.KILL.send(first);
    ServiceStatus second = await(service, ServiceState.READY, 1);
    assertThat(second.pid()).isPresent().isNotEqualTo(java.util.Optional.of(first.pid()));
    service.stop(NO_GRACE);
  }

  @Test
  void aServiceThatKeepsEndingIsGivenUpWithItsLastWords() throws Exception {
    ServiceSupervisor service = supervisor("echo the cheese is gone; exit 3");
    assertThatThrownBy(service::start)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("service ended with status 3")
        .hasMessageContaining("3 times")
        .hasMessageContaining(log.toString())
        .hasMessageContaining("the cheese is gone");
    assertThat(service.status().state()).isEqualTo(ServiceState.FAILED);
    service.stop(NO_GRACE);
    assertThat(service.status().state()).isEqualTo(ServiceState.FAILED);
  }

  @Test
  void aServiceWhoseRecordCannotBeWrittenIsEndedAndTheReasonIsTold() throws Exception {
    Files.delete(folder.resolve("run"));
    ServiceSupervisor service = supervisor("exec sleep 1000");
    assertThatThrownBy(service::start)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("NoSuchFileException")
        .hasMessageContaining("run/service");
    assertThat(service.status().state()).isEqualTo(ServiceState.FAILED);
    awaitEnd(launched.getFirst());
    service.stop(NO_GRACE);
  }

  @Test
  void aSurvivorIsAdoptedIfItWouldBeStartedTheSameWay() throws Exception {
    RunningProcess survivor = leaveBehind("yesterday");
    now = "yesterday";
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000");
    service.start();
    assertThat(service.status().pid()).contains(survivor.identity().pid());

    // Nobody reaps it for us now: its end shows in the process table only.
    Signal.KILL.send(survivor.identity());
    assertThat(await(service, ServiceState.READY, 1).pid().orElseThrow())
        .isNotEqualTo(survivor.identity().pid());
    service.stop(NO_GRACE);
  }

  @Test
  void aSurvivorOfOtherSettingsIsReplaced() throws Exception {
    RunningProcess survivor = leaveBehind("yesterday");
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000");
    service.start();
    assertThat(service.status().pid().orElseThrow()).isNotEqualTo(survivor.identity().pid());
    assertThat(survivor.identity().isAlive()).isFalse();
    service.stop(NO_GRACE);
  }

  @Test
  void aSurvivorThatMayHaveWorkToFinishIsAdoptedAndReplacedInItsOwnTime() throws Exception {
    RunningProcess survivor = leaveBehind("yesterday");
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000", Service.Orphans.FINISH);
    service.start();
    assertThat(service.status().pid()).contains(survivor.identity().pid());
    assertThat(service.isOutdated()).isTrue();

    service.replace();
    assertThat(service.status().pid().orElseThrow()).isNotEqualTo(survivor.identity().pid());
    assertThat(service.isOutdated()).isFalse();
    service.stop(NO_GRACE);
  }

  @Test
  void aStopEndsAllOfTheSessionWhoeverIgnoresTheSignal() throws Exception {
    ServiceSupervisor service =
        supervisor("trap '' TERM; sleep 1000 & echo $! >child; touch ready; wait");
    service.start();
    long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
    ProcessIdentity orphan = ProcessIdentity.of(child).orElseThrow();
    service.stop(NO_GRACE);
    assertThat(records.alive()).isEmpty();
    awaitEnd(orphan);
  }

  @Test
  void aStopBeforeTheBeginningEndsWhatAnEarlierDaemonLeft() throws Exception {
    RunningProcess survivor = leaveBehind("yesterday");
    ServiceSupervisor service = supervisor("exec sleep 1000");
    service.stop(NO_GRACE);
    assertThat(survivor.identity().isAlive()).isFalse();
    assertThat(service.status().state()).isEqualTo(ServiceState.STOPPED);
  }

  @Test
  void whatWorksGoesOnWhenItsLeaderIsKilledAndAStopWaitsForIt() throws Exception {
    // A process with a child of its own works; one without is idle.
    ServiceSupervisor service =
        supervisor(
            "(sh -c 'while test ! -e done; do sleep 0.05; done; touch finished'; :) & echo $!"
                + " >busy; sleep 1000 & echo $! >idle; touch ready; wait",
            Service.Orphans.FINISH);
    service.start();
    ProcessIdentity leader = records.alive("service").orElseThrow().process();
    ProcessIdentity busy = processIn("busy");
    ProcessIdentity idle = processIn("idle");
    Signal.KILL.send(leader);
    await(service, ServiceState.READY, 1);
    awaitEnd(idle);
    assertThat(busy.isAlive()).isTrue();

    CompletableFuture<Boolean> stopped =
        CompletableFuture.supplyAsync(() -> {
          try {
            return service.stop(Duration.ofSeconds(30));
          } catch (InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    while (service.status().state() != ServiceState.STOPPED) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    assertThat(stopped).isNotDone();
    Files.createFile(folder.resolve("done"));
    assertThat(stopped.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(folder.resolve("finished")).exists();
  }

  @Test
  void orphansThatADaemonLeftAreLookedAfterByTheNext() throws Exception {
    ServiceSupervisor service =
        supervisor("(sleep 1000; :) & echo $! >busy; touch ready; wait", Service.Orphans.FINISH);
    service.start();
    ProcessIdentity busy = processIn("busy");
    ProcessIdentity leader = records.alive("service").orElseThrow().process();
    assertThat(OrphanedSessions.anyLeft(records.folder())).as("none is left yet").isFalse();
    Signal.KILL.send(leader);
    // The record of the service is its successor's now.
    await(service, ServiceState.READY, 1);

    assertThat(OrphanedSessions.anyLeft(records.folder())).isTrue();
    OrphanedSessions inherited = OrphanedSessions.inherited(records.folder());
    assertThat(inherited.end(Duration.ZERO)).isFalse();
    awaitEnd(busy);
    assertThat(OrphanedSessions.anyLeft(records.folder())).isFalse();
    service.stop(NO_GRACE);
  }

  @Test
  void orphansOfAServiceThatDiedWithoutADaemonAreFound() throws Exception {
    RunningProcess survivor = launch("sleep 1000 & echo $! >idle; touch ready; wait");
    records.write(
        new ServiceRecords.ServiceRecord("service", survivor.identity(), origin("yesterday")));
    while (!Files.exists(ready)) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
    ProcessIdentity idle = processIn("idle");
    Signal.KILL.send(survivor.identity());
    awaitEnd(survivor.identity());
    assertThat(OrphanedSessions.anyLeft(records.folder())).isTrue();
    OrphanedSessions.inherited(records.folder()).end(Duration.ZERO);
    awaitEnd(idle);
  }

  @Test
  void aStopInAHurryEndsOrphansAndSaysSo() throws Exception {
    ServiceSupervisor service =
        supervisor("(sleep 1000; :) & echo $! >busy; touch ready; wait", Service.Orphans.FINISH);
    service.start();
    ProcessIdentity busy = processIn("busy");
    Signal.KILL.send(records.alive("service").orElseThrow().process());
    await(service, ServiceState.READY, 1);
    assertThat(busy.isAlive()).isTrue();
    assertThat(service.stop(NO_GRACE)).isFalse();
    awaitEnd(busy);
  }

  private ProcessIdentity processIn(String file) throws IOException {
    return ProcessIdentity.of(Long.parseLong(Files.readString(folder.resolve(file)).strip()))
        .orElseThrow();
  }

  @Test
  void aServiceIsReplacedByOneThatIsStartedFromWhatHoldsNow() throws Exception {
    ServiceSupervisor service = supervisor("touch ready; exec sleep 1000");
    assertThat(service.isOutdated()).as("before it began").isFalse();
    service.start();
    ProcessIdentity first = records.alive("service").orElseThrow().process();
    assertThat(service.isOutdated()).isFalse();

    now = "tomorrow";
    assertThat(service.isOutdated()).isTrue();
    service.replace();
    assertThat(service.isOutdated()).isFalse();
    assertThat(service.origin()).contains(origin("tomorrow"));
    assertThat(first.isAlive()).isFalse();
    assertThat(service.status().state()).isEqualTo(ServiceState.READY);
    assertThat(service.status().restarts()).as("asked for, so no restart").isZero();
    service.stop(NO_GRACE);
  }

  @Test
  void aServiceThatWasGivenUpIsStartedAgainWhenItIsReplaced() throws Exception {
    ServiceSupervisor service =
        supervisor("test -e mended || exit 3; touch ready; exec sleep 1000");
    assertThatThrownBy(service::start).hasMessageContaining("3 times");
    Files.createFile(folder.resolve("mended"));
    service.replace();
    assertThat(service.status().state()).isEqualTo(ServiceState.READY);
    service.stop(NO_GRACE);
  }

  private static ServiceOrigin origin(String fingerprint) {
    return new ServiceOrigin(fingerprint, "0123456789abcdef");
  }

  private RunningProcess leaveBehind(String fingerprint) throws Exception {
    RunningProcess survivor = launch("touch ready; exec sleep 1000");
    records.write(
        new ServiceRecords.ServiceRecord("service", survivor.identity(), origin(fingerprint)));
    return survivor;
  }

  private ServiceSupervisor supervisor(String script) {
    return supervisor(script, Service.Orphans.END);
  }

  private ServiceSupervisor supervisor(String script, Service.Orphans orphans) {
    Service service =
        new Service(
            "service",
            List.of(script),
            Map.of(),
            new Readiness.Announces(ready),
            StopSignal.TERM,
            Duration.ofSeconds(30),
            QUICK,
            orphans);
    return new ServiceSupervisor(
        service,
        new ServiceLauncher() {
          @Override
          public ServiceOrigin origin() {
            return ServiceSupervisorIT.origin(now);
          }

          @Override
          public boolean isCurrent(Service service, ServiceOrigin origin) {
            return origin.equals(origin());
          }

          @Override
          public RunningProcess launch(Service service, ServiceOrigin origin, Path output) {
            return ServiceSupervisorIT.this.launch(script);
          }
        },
        new HealthWatch((readiness, started) -> Files.exists(ready), Duration.ofMillis(20)),
        records,
        log,
        Clock.systemUTC(),
        new OrphanedSessions(new OrphanRecords(records.folder()), Duration.ofMillis(300)));
  }

  private RunningProcess launch(String script) {
    try {
      Process process =
          new ProcessBuilder("setsid", "sh", "-c", script)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
      process
          .onExit()
          .thenAccept(ended -> exit.complete(new ProcessExit.Status(ended.exitValue())));
      ProcessIdentity identity = ProcessIdentity.ofStarted(process.pid());
      launched.add(identity);
      return new RunningProcess(identity, exit);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ServiceStatus await(ServiceSupervisor service, ServiceState state, int restarts)
      throws InterruptedException {
    while (true) {
      ServiceStatus status = service.status();
      if (status.state() == state && status.restarts() == restarts) {
        return status;
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  private static void awaitEnd(ProcessIdentity process) throws InterruptedException {
    while (process.isAlive()) {
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
