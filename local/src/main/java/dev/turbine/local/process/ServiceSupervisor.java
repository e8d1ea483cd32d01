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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps one service running: starts or adopts it, sees when it is ready, starts it again when it
 * ends unasked, as its {@link dev.turbine.core.service.RestartPolicy} decides, and stops it.
 */
public final class ServiceSupervisor {
  private static final Logger LOG = System.getLogger(ServiceSupervisor.class.getName());
  private static final Duration READY_LIMIT = Duration.ofMinutes(5);

  /** A process that leaves is said to leave, however it is. */
  private static final Set<ServiceState> LIVELY =
      Set.of(ServiceState.STARTING, ServiceState.READY, ServiceState.UNHEALTHY);

  private static final Duration FOREVER = Duration.ofDays(10_000);

  private final Service service;
  private final ServiceLauncher launcher;
  private final HealthWatch health;
  private final ServiceRecords records;
  private final Path log;
  private final Clock clock;
  private final OrphanedSessions orphans;

  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile ServiceStatus status;
  private CompletableFuture<Void> ready = new CompletableFuture<>();
  private Wish wish = Wish.KEEP;
  private boolean begun;
  private Optional<RunningProcess> current = Optional.empty();

  /** What is to become of the process. */
  private enum Wish {
    KEEP,
    REPLACE,
    STOP
  }

  /**
   * A supervisor that has not begun.
   *
   * @param service what to keep running
   * @param log the file that takes the service's output
   */
  public ServiceSupervisor(
      Service service,
      ServiceLauncher launcher,
      HealthWatch health,
      ServiceRecords records,
      Path log,
      Clock clock) {
    this(
        service,
        launcher,
        health,
        records,
        log,
        clock,
        new OrphanedSessions(new OrphanRecords(records.folder())));
  }

  ServiceSupervisor(
      Service service,
      ServiceLauncher launcher,
      HealthWatch health,
      ServiceRecords records,
      Path log,
      Clock clock,
      OrphanedSessions orphans) {
    this.orphans = orphans;
    this.service = service;
    this.launcher = launcher;
    this.health = health;
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
   * Starts or adopts the service, waits until it is ready, and keeps it running from now on.
   *
   * @throws TurbineException if it is given up before it was ready, or takes more than five minutes
   */
  public void start() throws InterruptedException {
    CompletableFuture<Void> readiness;
    synchronized (this) {
      begun = true;
      readiness = ready;
    }
    Thread.ofVirtual().name("supervise-" + service.name()).start(this::supervise);
    await(readiness);
  }

  /**
   * Replaces the process by one that is started from what holds now, and waits until that is ready;
   * also where the service was given up. It leaves as it does on {@link #stop}.
   *
   * @throws TurbineException as {@link #start}
   */
  public void replace() throws InterruptedException {
    Optional<RunningProcess> process;
    CompletableFuture<Void> readiness;
    synchronized (this) {
      if (wish == Wish.STOP || !begun) {
        return;
      }
      CompletableFuture<Void> before = ready;
      readiness = new CompletableFuture<>();
      readiness.whenComplete((done, failure) -> {
        if (failure == null) {
          before.complete(null);
        } else {
          before.completeExceptionally(failure);
        }
      });
      ready = readiness;
      wish(Wish.REPLACE);
      process = current;
    }
    if (process.isPresent()) {
      leave(process.get(), service.grace());
    }
    await(readiness);
  }

  private void await(CompletableFuture<Void> readiness) throws InterruptedException {
    try {
      readiness.get(READY_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof TurbineException reason
          ? reason
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new TurbineException(
          TurbineException.Category.FAILED,
          "%s was not ready within %d minutes. %s"
              .formatted(service.name(), READY_LIMIT.toMinutes(), LogTail.quote(log)),
          e);
    }
  }

  /** What is known of the service now. */
  public ServiceStatus status() {
    return status;
  }

  /** What its process was started from; empty when there is none. */
  public Optional<ServiceOrigin> origin() {
    return records.alive(service.name()).map(ServiceRecord::origin);
  }

  /** Whether a process started now would do something else than the present one. */
  public synchronized boolean isOutdated() {
    return begun && origin().filter(origin -> launcher.isCurrent(service, origin)).isEmpty();
  }

  /** Sends the process SIGURG, which does nothing to one that does not wait for it. */
  public synchronized void wake() {
    current.ifPresent(process -> Signal.URG.send(process.identity()));
  }

  private void supervise() {
    List<Instant> ends = new ArrayList<>();
    try {
      while (wish() != Wish.STOP) {
        ProcessExit exit = runOnce(ends.size());
        if (takeReplacement()) {
          ends.clear();
        } else if (wish() != Wish.STOP) {
          ends.add(clock.instant());
          pause(exit, ends);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Nothing else tells of it: a process that nobody looks after is worse than none.
      abandon();
      String why = service.name() + " was ended, as it cannot be looked after: " + e;
      LOG.log(Level.ERROR, why, e);
      become(ServiceState.FAILED, status.restarts(), Optional.of(why));
      fail(new TurbineException(TurbineException.Category.FAILED, why, e));
    } finally {
      if (status.state() != ServiceState.FAILED) {
        become(ServiceState.STOPPED, status.restarts(), Optional.empty());
      }
      fail(
          new TurbineException(
              TurbineException.Category.STATE,
              service.name() + " was stopped before it was ready."));
      ended.countDown();
    }
  }

  private synchronized void abandon() {
    current.ifPresent(RunningProcess::kill);
    current = Optional.empty();
  }

  private synchronized Wish wish() {
    return wish;
  }

  private synchronized void wish(Wish next) {
    wish = next;
    notifyAll();
  }

  private synchronized boolean takeReplacement() {
    if (wish != Wish.REPLACE) {
      return false;
    }
    wish = Wish.KEEP;
    return true;
  }

  private synchronized void fail(TurbineException reason) {
    ready.completeExceptionally(reason);
  }

  /** One life of the service's process, from its start or adoption to its end. */
  private ProcessExit runOnce(int restarts) throws InterruptedException {
    RunningProcess process;
    CompletableFuture<Void> readiness;
    try {
      synchronized (this) {
        Optional<RunningProcess> started = startUnlessStopped();
        if (started.isEmpty()) {
          return new ProcessExit.Vanished();
        }
        process = started.get();
        readiness = ready;
      }
    } catch (TurbineException e) {
      return new ProcessExit.NeverStarted(e.getMessage());
    }
    become(ServiceState.STARTING, restarts, Optional.empty());
    Thread watcher = Thread.ofVirtual().start(() -> watch(process, readiness, restarts));
    ProcessExit exit = process.await();
    watcher.interrupt();
    watcher.join();
    synchronized (this) {
      current = Optional.empty();
    }
    settle(process, exit);
    records.remove(service.name());
    return exit;
  }

  /** Ends what the process left behind, or lets it finish. */
  private void settle(RunningProcess process, ProcessExit exit) {
    boolean regular = exit instanceof ProcessExit.Status(int status) && status == 0;
    if (service.orphans() == Service.Orphans.FINISH && !regular) {
      orphans.watch(process.identity());
    } else {
      process.kill();
    }
  }

  private Optional<RunningProcess> startUnlessStopped() throws InterruptedException {
    if (wish == Wish.STOP) {
      return Optional.empty();
    }
    Optional<ServiceRecord> survivor = records.alive(service.name());
    if (survivor.isPresent() && isAdopted(survivor.get())) {
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
    ServiceOrigin origin = launcher.origin();
    RunningProcess process = launcher.launch(service, origin, log);
    current = Optional.of(process);
    records.write(new ServiceRecord(service.name(), process.identity(), origin));
    LOG.log(Level.INFO, "{0}: started, pid {1,number,#}", service.name(), process.identity().pid());
    return current;
  }

  /** One that has work to finish goes on with it: whoever wants it replaced may take his time. */
  private boolean isAdopted(ServiceRecord survivor) {
    return service.orphans() == Service.Orphans.FINISH
        || launcher.isCurrent(service, survivor.origin());
  }

  private void watch(RunningProcess process, CompletableFuture<Void> readiness, int restarts) {
    try {
      health.watch(
          service.readiness(),
          process.identity().started(),
          new HealthWatch.Listener() {
            @Override
            public void healthy() {
              become(ServiceState.READY, restarts, Optional.empty());
              readiness.complete(null);
            }

            @Override
            public void unhealthy() {
              String what =
                  "%s shows no sign of work; turbine logs %s may say why"
                      .formatted(service.name(), service.name());
              LOG.log(Level.WARNING, what);
              become(ServiceState.UNHEALTHY, restarts, Optional.of(what));
            }
          });
    } catch (InterruptedException endedOrStopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the service may be started again, or somebody wishes something. */
  private void pause(ProcessExit exit, List<Instant> ends) throws InterruptedException {
    String what = service.name() + " " + exit.describe();
    LOG.log(Level.WARNING, what);
    switch (service.restart().decide(ends)) {
      case RestartDecision.Restart(Instant at, int attempt) -> {
        become(ServiceState.RESTARTING, ends.size(), Optional.of(what));
        awaitWish(Duration.between(clock.instant(), at));
      }
      case RestartDecision.GiveUp(int often, Duration within) -> {
        String why =
            "%s; it ended %d times within %d s and is not started again. %s"
                .formatted(what, often, within.toSeconds(), LogTail.quote(log));
        become(ServiceState.FAILED, ends.size() - 1, Optional.of(why));
        fail(new TurbineException(TurbineException.Category.FAILED, why));
        awaitWish(FOREVER);
      }
    }
    if (takeReplacement()) {
      ends.clear();
    }
  }

  private synchronized void awaitWish(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long left;
    while (wish == Wish.KEEP && (left = deadline - System.nanoTime()) > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /**
   * Stops the service for good and waits for its end: asks it to leave and, after its grace, kills
   * all that is left of its session. A process that an earlier daemon left behind counts too. A
   * second call with a shorter grace hurries the first.
   *
   * @param grace how long it may take; the service's own, or shorter when somebody is in a hurry
   * @return whether it left within that time, with all that it left behind at an earlier end
   */
  public boolean stop(Duration grace) throws InterruptedException {
    long deadline = System.nanoTime() + grace.toNanos();
    boolean left = true;
    Optional<RunningProcess> process;
    boolean supervised;
    synchronized (this) {
      wish(Wish.STOP);
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
      left = leave(process.get(), grace);
    }
    if (supervised) {
      ended.await();
    } else {
      records.remove(service.name());
      become(ServiceState.STOPPED, 0, Optional.empty());
    }
    return orphans.end(Duration.ofNanos(deadline - System.nanoTime())) && left;
  }

  /** How long the service may take to leave when nobody is in a hurry. */
  public Duration grace() {
    return service.grace();
  }

  private boolean leave(RunningProcess process, Duration grace) throws InterruptedException {
    Signal.of(service.stopSignal()).send(process.identity());
    boolean left = process.awaitEnd(grace);
    if (left) {
      settle(process, process.exit().getNow(new ProcessExit.Vanished()));
    } else {
      process.kill();
      LOG.log(Level.WARNING, "{0}: did not leave within {1}, killed it", service.name(), grace);
    }
    return left;
  }

  private synchronized void become(ServiceState state, int restarts, Optional<String> detail) {
    boolean leaving = wish == Wish.STOP;
    if (leaving && LIVELY.contains(state)) {
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
