package dev.turbine.local.process;

import dev.turbine.core.TurbineException;
import dev.turbine.core.service.RestartDecision;
import dev.turbine.core.service.Service;
import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps one service running: starts or adopts it, sees when it is ready, starts it again when it
 * ends unasked, as its {@link dev.turbine.core.service.RestartPolicy} decides, and stops it.
 */
public final class ServiceSupervisor {
  private static final Logger LOG = System.getLogger(ServiceSupervisor.class.getName());
  private static final Duration PROBE_INTERVAL = Duration.ofMillis(100);
  private static final int LOG_LINES_SHOWN = 15;

  private final Service service;
  private final ServiceLauncher launcher;
  private final ReadinessProbe probe;
  private final ServiceRecords records;
  private final Path log;
  private final Clock clock;

  private final CompletableFuture<Void> firstReady = new CompletableFuture<>();
  private final CountDownLatch stopAsked = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ServiceStatus status;
  private String fingerprint = "";
  private boolean begun;
  private Optional<RunningProcess> current = Optional.empty();

  /**
   * A supervisor that has not begun.
   *
   * @param service what to keep running
   * @param log the file that takes the service's output
   */
  public ServiceSupervisor(
      Service service,
      ServiceLauncher launcher,
      ReadinessProbe probe,
      ServiceRecords records,
      Path log,
      Clock clock) {
    this.service = service;
    this.launcher = launcher;
    this.probe = probe;
    this.records = records;
    this.log = log;
    this.clock = clock;
    this.status =
        new ServiceStatus(
            service.name(),
            ServiceState.STARTING,
            Optional.empty(),
            clock.instant(),
            0,
            Optional.empty());
  }

  /**
   * Starts or adopts the service and keeps it running from now on.
   *
   * @param fingerprint of all that the service is started from, see {@link ServiceRecord}
   * @return completed when the service is ready for the first time; fails with a {@link
   *     TurbineException} when it is given up before
   */
  public synchronized CompletableFuture<Void> begin(String fingerprint) {
    this.fingerprint = fingerprint;
    begun = true;
    Thread.ofVirtual().name("supervise-" + service.name()).start(this::supervise);
    return firstReady;
  }

  /** What is known of the service now. */
  public ServiceStatus status() {
    return status;
  }

  private void supervise() {
    List<Instant> ends = new ArrayList<>();
    try {
      while (stopAsked.getCount() > 0) {
        ProcessExit exit = runOnce(ends.size());
        if (stopAsked.getCount() == 0) {
          break;
        }
        ends.add(clock.instant());
        if (!awaitRestart(exit, ends)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (status.state() != ServiceState.FAILED) {
        become(ServiceState.STOPPED, status.restarts(), Optional.empty());
      }
      firstReady.completeExceptionally(
          new TurbineException(
              TurbineException.Category.STATE,
              service.name() + " was stopped before it was ready."));
      ended.countDown();
    }
  }

  /** One life of the service's process, from its start or adoption to its end. */
  private ProcessExit runOnce(int restarts) throws InterruptedException {
    RunningProcess process;
    try {
      Optional<RunningProcess> started = startUnlessStopped();
      if (started.isEmpty()) {
        return new ProcessExit.Vanished();
      }
      process = started.get();
    } catch (TurbineException e) {
      return new ProcessExit.NeverStarted(e.getMessage());
    }
    become(ServiceState.STARTING, restarts, Optional.empty());
    Thread watcher = Thread.ofVirtual().start(() -> awaitReady(process, restarts));
    ProcessExit exit = process.await();
    watcher.interrupt();
    watcher.join();
    synchronized (this) {
      current = Optional.empty();
    }
    // Whatever the service left behind would hold its port or its tasks.
    process.kill();
    records.remove(service.name());
    return exit;
  }

  private synchronized Optional<RunningProcess> startUnlessStopped() throws InterruptedException {
    if (stopAsked.getCount() == 0) {
      return Optional.empty();
    }
    Optional<ServiceRecord> survivor = records.alive(service.name());
    if (survivor.isPresent() && survivor.get().fingerprint().equals(fingerprint)) {
      LOG.log(
          Level.INFO,
          "{0}: adopted pid {1,number,#}",
          service.name(),
          survivor.get().process().pid());
      current = Optional.of(RunningProcess.adopted(survivor.get().process()));
      return current;
    }
    if (survivor.isPresent()) {
      LOG.log(Level.INFO, "{0}: its settings changed, replacing it", service.name());
      leave(RunningProcess.adopted(survivor.get().process()), service.grace());
    }
    RunningProcess process = launcher.launch(service, log);
    records.write(new ServiceRecord(service.name(), process.identity(), fingerprint));
    LOG.log(Level.INFO, "{0}: started, pid {1,number,#}", service.name(), process.identity().pid());
    current = Optional.of(process);
    return current;
  }

  private void awaitReady(RunningProcess process, int restarts) {
    try {
      while (!probe.isReady(service.readiness(), process.identity().started())) {
        Thread.sleep(PROBE_INTERVAL);
      }
      become(ServiceState.READY, restarts, Optional.empty());
      firstReady.complete(null);
    } catch (InterruptedException endedOrStopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitRestart(ProcessExit exit, List<Instant> ends) throws InterruptedException {
    String what = service.name() + " " + exit.describe();
    LOG.log(Level.WARNING, what);
    return switch (service.restart().decide(ends)) {
      case RestartDecision.Restart(Instant at, int attempt) -> {
        become(ServiceState.RESTARTING, ends.size(), Optional.of(what));
        long pause = Math.max(0, Duration.between(clock.instant(), at).toMillis());
        yield !stopAsked.await(pause, TimeUnit.MILLISECONDS);
      }
      case RestartDecision.GiveUp(int often, Duration within) -> {
        String why =
            "%s; it ended %d times within %d s and is not started again. The last lines of %s:%n%s"
                .formatted(
                    what,
                    often,
                    within.toSeconds(),
                    log,
                    String.join("\n", LogTail.lines(log, LOG_LINES_SHOWN)));
        become(ServiceState.FAILED, ends.size() - 1, Optional.of(why));
        firstReady.completeExceptionally(
            new TurbineException(TurbineException.Category.FAILED, why));
        yield false;
      }
    };
  }

  /**
   * Stops the service for good and waits for its end: asks it to leave and, after its grace, kills
   * all that is left of its session. A process that an earlier daemon left behind counts too. A
   * second call with a shorter grace hurries the first.
   *
   * @param grace how long it may take; the service's own, or shorter when somebody is in a hurry
   */
  public void stop(Duration grace) throws InterruptedException {
    Optional<RunningProcess> process;
    boolean supervised;
    synchronized (this) {
      stopAsked.countDown();
      supervised = begun;
      process =
          supervised
              ? current
              : records
                  .alive(service.name())
                  .map(survivor -> RunningProcess.adopted(survivor.process()));
    }
    if (process.isPresent()) {
      become(ServiceState.STOPPING, status.restarts(), Optional.empty());
      leave(process.get(), grace);
    }
    if (supervised) {
      ended.await();
    } else {
      records.remove(service.name());
      become(ServiceState.STOPPED, 0, Optional.empty());
    }
  }

  /** How long the service may take to leave when nobody is in a hurry. */
  public Duration grace() {
    return service.grace();
  }

  private void leave(RunningProcess process, Duration grace) throws InterruptedException {
    if (!process.leave(service.stopSignal(), grace)) {
      LOG.log(Level.WARNING, "{0}: did not leave within {1}, killed it", service.name(), grace);
    }
  }

  private synchronized void become(ServiceState state, int restarts, Optional<String> detail) {
    boolean leaving = stopAsked.getCount() == 0;
    if (leaving && (state == ServiceState.READY || state == ServiceState.STARTING)) {
      return;
    }
    status =
        new ServiceStatus(
            service.name(),
            state,
            current.map(process -> process.identity().pid()),
            clock.instant(),
            restarts,
            detail);
  }
}
