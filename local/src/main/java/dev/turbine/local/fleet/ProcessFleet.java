package dev.turbine.local.fleet;

import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.ScalingDecision;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.core.service.Service;
import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.process.ServiceSupervisor;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The workers of one set, each a supervised process of this machine. One that is to go takes no
 * further task and leaves when its last one has ended; whoever comes has a number that is free.
 */
public final class ProcessFleet implements ObservedFleet {
  private static final Logger LOG = System.getLogger(ProcessFleet.class.getName());

  /** For one that does not poll and has no task: there is nothing to wait for. */
  private static final Duration SILENT_GRACE = Duration.ofSeconds(60);

  private final WorkerNames names;
  private final Function<String, Service> description;
  private final Function<Service, ServiceSupervisor> supervisor;
  private final Function<String, Path> stateFile;
  private final FleetListener listener;
  private final Clock clock;
  private final Sightings sightings = new Sightings();
  private final List<ServiceSupervisor> present = new ArrayList<>();
  private final List<ServiceSupervisor> leaving = new ArrayList<>();
  private boolean closed;

  /**
   * Starts none yet.
   *
   * @param survivors names of workers that outlived an earlier daemon, of any set: those of this
   *     one stay until a decision lets them leave
   * @param count how many there are to begin with, at least
   * @param description of the worker with a name
   * @param stateFile where the worker with a name tells about itself
   */
  public ProcessFleet(
      WorkerNames names,
      List<String> survivors,
      int count,
      Function<String, Service> description,
      Function<Service, ServiceSupervisor> supervisor,
      Function<String, Path> stateFile,
      FleetListener listener,
      Clock clock) {
    this.names = names;
    this.description = description;
    this.supervisor = supervisor;
    this.stateFile = stateFile;
    this.listener = listener;
    this.clock = clock;
    survivors.stream()
        .filter(name -> names.number(name).isPresent())
        .forEach(name -> present.add(supervisor.apply(description.apply(name))));
    while (present.size() < count) {
      present.add(next());
    }
  }

  private synchronized ServiceSupervisor next() {
    Set<String> taken = new HashSet<>();
    all().forEach(worker -> taken.add(name(worker)));
    String free =
        IntStream.iterate(1, number -> number + 1)
            .mapToObj(names::of)
            .filter(name -> !taken.contains(name))
            .findFirst()
            .orElseThrow();
    return supervisor.apply(description.apply(free));
  }

  private static String name(ServiceSupervisor worker) {
    return worker.status().name();
  }

  /** Those that take tasks or will. */
  public synchronized List<ServiceSupervisor> present() {
    return List.copyOf(present);
  }

  /** Those that take tasks, and those that finish their last ones. */
  public synchronized List<ServiceSupervisor> all() {
    List<ServiceSupervisor> all = new ArrayList<>(present);
    all.addAll(leaving);
    return all;
  }

  @Override
  public List<Worker> describe() {
    return look().stream().map(WorkerSight::worker).toList();
  }

  @Override
  public synchronized List<WorkerSight> look() {
    List<WorkerSight> sights = new ArrayList<>();
    for (ServiceSupervisor worker : all()) {
      if (isPast(worker)) {
        continue;
      }
      sights.add(
          sightings.look(
              worker.status(),
              leaving.contains(worker),
              WorkerReport.read(stateFile.apply(name(worker))),
              clock.instant()));
    }
    sightings.keepOnly(sights.stream().map(sight -> sight.worker().name()).toList());
    return sights;
  }

  /**
   * Whether a worker was given up so long ago that its ends count no more. Until then it holds its
   * place, as another one would end as it did; from then on a decision may try again.
   */
  private boolean isPast(ServiceSupervisor worker) {
    ServiceStatus status = worker.status();
    if (status.state() != ServiceState.FAILED) {
      return false;
    }
    Duration window = description.apply(status.name()).restart().window();
    return !clock.instant().isBefore(status.since().plus(window));
  }

  @Override
  public void apply(ScalingDecision decision) {
    switch (decision) {
      case ScalingDecision.Grow grow -> grow(grow.workers());
      case ScalingDecision.Shrink shrink -> shrink(shrink.leaving());
      case ScalingDecision.Hold _ -> {}
    }
  }

  private synchronized void grow(int workers) {
    if (closed) {
      return;
    }
    // Until now turbine status shows why they were given up.
    present.stream().filter(this::isPast).toList().forEach(worker -> retire(worker, Duration.ZERO));
    long staying =
        describe().stream().filter(worker -> worker.state() != WorkerState.DRAINING).count();
    for (long missing = workers - staying; missing > 0; missing--) {
      ServiceSupervisor worker = next();
      present.add(worker);
      Thread.ofVirtual().name("start-" + name(worker)).start(() -> start(worker));
    }
  }

  private static void start(ServiceSupervisor worker) {
    try {
      worker.start();
    } catch (TurbineException e) {
      LOG.log(Level.WARNING, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void shrink(List<String> names) {
    present.stream()
        .filter(worker -> names.contains(name(worker)))
        .toList()
        .forEach(worker -> retire(worker, worker.grace()));
  }

  @Override
  public synchronized Optional<String> replaceSilent(WorkerSight silent) {
    Optional<ServiceSupervisor> old =
        present.stream().filter(each -> name(each).equals(silent.worker().name())).findFirst();
    if (closed || old.isEmpty()) {
      return Optional.empty();
    }
    boolean idle = silent.report().filter(report -> !report.running().isEmpty()).isEmpty();
    ServiceSupervisor successor = next();
    present.add(successor);
    retire(old.get(), idle ? SILENT_GRACE : old.get().grace());
    Thread.ofVirtual().name("start-" + name(successor)).start(() -> start(successor));
    return Optional.of(name(successor));
  }

  /**
   * Puts a new worker in the place of each that was started from something else than what holds
   * now; the new one is ready before the old one stops taking tasks. Returns without waiting for
   * those that leave. The number of workers that stay is the same at each moment.
   *
   * @return the names of those that leave
   * @throws TurbineException if a new one does not come; then the old one stays
   */
  public List<String> replaceOutdated() throws InterruptedException {
    List<String> replaced = new ArrayList<>();
    for (ServiceSupervisor old : present()) {
      if (old.isOutdated() && replace(old)) {
        replaced.add(name(old));
      }
    }
    return replaced;
  }

  private boolean replace(ServiceSupervisor old) throws InterruptedException {
    ServiceSupervisor successor;
    synchronized (this) {
      int place = present.indexOf(old);
      if (closed || place < 0) {
        return false; // A decision lets it leave.
      }
      successor = next();
      present.set(place, successor);
      // It takes tasks until its successor does, but nobody may count both.
      leaving.add(old);
    }
    try {
      successor.start();
    } catch (TurbineException e) {
      synchronized (this) {
        leaving.remove(old);
        present.add(old);
      }
      retire(successor, SILENT_GRACE);
      throw e;
    }
    retire(old, old.grace());
    return true;
  }

  private void retire(ServiceSupervisor worker, Duration grace) {
    synchronized (this) {
      present.remove(worker);
      if (!leaving.contains(worker)) {
        leaving.add(worker);
      }
    }
    Thread.ofVirtual().name("retire-" + name(worker)).start(() -> leave(worker, grace));
  }

  private void leave(ServiceSupervisor worker, Duration grace) {
    try {
      if (!worker.stop(grace)) {
        List<String> tasks =
            WorkerReport.read(stateFile.apply(name(worker))).stream()
                .flatMap(report -> report.running().stream())
                .map(WorkerReport.Task::id)
                .toList();
        listener.killed(name(worker), grace, tasks);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (this) {
        leaving.remove(worker);
      }
    }
  }

  /** From now on nobody comes any more. */
  public synchronized void close() {
    closed = true;
  }
}
