package dev.turbine.local.scaling;

import dev.turbine.core.queue.TaskQueue;
import dev.turbine.core.scaling.ClusterSnapshot;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.Load;
import dev.turbine.core.scaling.LoadAverage;
import dev.turbine.core.scaling.LoadMetric;
import dev.turbine.core.scaling.Scaling;
import dev.turbine.core.scaling.ScalingDecision;
import dev.turbine.core.scaling.ScalingPolicy;
import dev.turbine.core.scaling.ScalingState;
import dev.turbine.core.scaling.WorkerSet;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.local.fleet.ObservedFleet;
import dev.turbine.local.fleet.WorkerSight;
import dev.turbine.local.scaling.ScalingEvent.Kind;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Measures, decides and applies, once a second, for one worker set. */
public final class ScalingLoop {
  /** How often a sample of the load is kept. */
  public static final Duration SAMPLE_INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = System.getLogger(ScalingLoop.class.getName());
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final WorkerSet set;
  private final List<TaskQueue> queues;
  private final ObservedFleet fleet;
  private final ScalingRecords records;
  private final Clock clock;
  private final ScalingPolicy policy;
  private final LoadMetric metric;
  private final EmptyReceives emptyReceives;
  private final SilenceWatch silence;

  private ScalingState state = ScalingState.NONE;
  private boolean readable = true;
  private Optional<String> lastFailure = Optional.empty();
  private boolean kept = true;
  private Instant nextSample = Instant.MIN;
  private volatile SetStatus status;

  /**
   * Does nothing yet.
   *
   * @param queues all that the set serves
   * @param average as its workers poll
   */
  public ScalingLoop(
      WorkerSet set,
      List<TaskQueue> queues,
      ObservedFleet fleet,
      ScalingRecords records,
      LoadAverage average,
      Clock clock) {
    this.set = set;
    this.queues = List.copyOf(queues);
    this.fleet = fleet;
    this.records = records;
    this.clock = clock;
    this.policy = new ScalingPolicy(set);
    this.metric = new LoadMetric(set.concurrency());
    this.emptyReceives = new EmptyReceives(average);
    this.silence = new SilenceWatch(set.concurrency());
    this.status = status(Optional.empty(), Optional.empty());
  }

  /** What was measured and decided last. */
  public SetStatus status() {
    return status;
  }

  /** Goes on until its thread is interrupted. */
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Instant next = clock.instant().plus(INTERVAL);
        tickOrReport();
        Duration left = Duration.between(clock.instant(), next);
        if (left.isPositive()) {
          Thread.sleep(left);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void tickOrReport() {
    try {
      tick();
      lastFailure = Optional.empty();
    } catch (RuntimeException e) {
      String what = String.valueOf(e.getMessage());
      if (!lastFailure.equals(Optional.of(what))) {
        lastFailure = Optional.of(what);
        LOG.log(Level.WARNING, "scaling of the worker set " + set.name() + " failed", e);
        record(Kind.FAILED, 0, what);
      }
    }
  }

  /** One round. */
  void tick() {
    Demand demand = Demand.measure(queues);
    Instant now = clock.instant();
    List<WorkerSight> sights = fleet.look();
    ClusterSnapshot snapshot =
        new ClusterSnapshot(now, demand, sights.stream().map(WorkerSight::worker).toList());
    emptyReceives.look(now, sights, snapshot.inService());
    LoadSample sample = sample(snapshot);
    Scaling scaling = policy.decide(snapshot, state);
    state = scaling.next();
    fleet.apply(scaling.decision());
    remember(scaling.decision(), demand);
    for (WorkerSight silent : silence.silent(now, demand, sights)) {
      replace(silent, snapshot);
    }
    status = status(Optional.of(sample), Optional.of(scaling.decision().reason()));
    // Also when something changed: a burst may be over within the interval.
    if (!now.isBefore(nextSample) || !(scaling.decision() instanceof ScalingDecision.Hold)) {
      nextSample = now.plus(SAMPLE_INTERVAL);
      keep(() -> records.samples().add(sample));
    }
  }

  private void remember(ScalingDecision decision, Demand demand) {
    boolean now = demand instanceof Demand.Tasks;
    switch (decision) {
      case ScalingDecision.Grow grow -> record(Kind.GROW, grow.workers(), grow.reason());
      case ScalingDecision.Shrink shrink -> record(Kind.SHRINK, shrink.workers(), shrink.reason());
      case ScalingDecision.Hold hold -> {
        if (now != readable) {
          String again = now ? "The queues can be read again. " : "";
          record(Kind.HOLD, hold.workers(), again + hold.reason());
        }
      }
    }
    readable = now;
  }

  private void replace(WorkerSight silent, ClusterSnapshot snapshot) {
    boolean hung = silent.report().filter(told -> told.isStale(snapshot.time())).isPresent();
    String what = hung ? "told nothing about itself" : "had no answer to a poll, with a free slot,";
    fleet
        .replaceSilent(silent)
        .ifPresent(successor ->
            record(
                Kind.REPLACE,
                snapshot.staying(),
                "%s %s for %d s while tasks wait: %s takes its place."
                    .formatted(
                        silent.worker().name(), what, SilenceWatch.LIMIT.toSeconds(), successor)));
  }

  private void record(Kind kind, int workers, String reason) {
    LOG.log(Level.INFO, "worker set {0}: {1} {2}", set.name(), kind, reason);
    ScalingEvent event = new ScalingEvent(clock.instant(), set.name(), kind, workers, reason);
    keep(() -> records.events().add(event));
  }

  /** Workers follow their queues also while nothing can be written down, as on a full disk. */
  private void keep(Runnable write) {
    try {
      write.run();
      kept = true;
    } catch (UncheckedIOException e) {
      if (kept) {
        LOG.log(Level.WARNING, "the scaling of the worker set " + set.name() + " is not kept", e);
      }
      kept = false;
    }
  }

  private LoadSample sample(ClusterSnapshot snapshot) {
    Optional<Demand.Tasks> tasks =
        snapshot.demand() instanceof Demand.Tasks known ? Optional.of(known) : Optional.empty();
    Optional<Double> load =
        switch (metric.measure(snapshot)) {
          case Load.Measured(double value) -> Optional.of(value);
          case Load.Unserved _, Load.Unknown _ -> Optional.empty();
        };
    return new LoadSample(
        snapshot.time(),
        set.name(),
        tasks.map(Demand.Tasks::waiting),
        tasks.map(Demand.Tasks::taken),
        snapshot.in(WorkerState.STARTING).size(),
        snapshot.in(WorkerState.IDLE).size(),
        snapshot.in(WorkerState.BUSY).size(),
        snapshot.in(WorkerState.DRAINING).size(),
        snapshot.inService() * set.concurrency(),
        load,
        emptyReceives.average());
  }

  private SetStatus status(Optional<LoadSample> now, Optional<String> reason) {
    return new SetStatus(
        set.name(), set.queues(), set.min(), set.max(), set.concurrency(), now, reason);
  }
}
