package dev.turbine.local.scaling;

import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.local.fleet.WorkerReport;
import dev.turbine.local.fleet.WorkerSight;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds workers that have a free slot, as far as anybody knows, and whose polls bring no answer,
 * while tasks wait and the queues do answer us.
 */
final class SilenceWatch {
  /** A poll lasts 10 s, is given up after 15 s, and is repeated 10 s later at most; twice that. */
  static final Duration LIMIT = Duration.ofSeconds(60);

  /** Longer between two looks, the machine slept, and so did the workers. */
  private static final Duration LONGEST_GAP = Duration.ofSeconds(10);

  private final int concurrency;
  private final Map<String, Instant> suspectSince = new HashMap<>();
  private Instant before = Instant.MIN;

  SilenceWatch(int concurrency) {
    this.concurrency = concurrency;
  }

  /** Those that are silent for {@link #LIMIT} at least; each is told once in that time. */
  List<WorkerSight> silent(Instant now, Demand demand, List<WorkerSight> sights) {
    boolean waiting = demand instanceof Demand.Tasks tasks && tasks.waiting() > 0;
    if (!waiting || before.isBefore(now.minus(LONGEST_GAP))) {
      suspectSince.clear();
    }
    before = now;
    Set<String> seen = new HashSet<>();
    sights.forEach(sight -> seen.add(sight.worker().name()));
    suspectSince.keySet().retainAll(seen);
    return waiting ? sights.stream().filter(sight -> isSilent(now, sight)).toList() : List.of();
  }

  private boolean isSilent(Instant now, WorkerSight sight) {
    String name = sight.worker().name();
    Optional<WorkerReport> report = sight.report();
    boolean couldTake =
        (sight.worker().state() == WorkerState.IDLE || sight.worker().state() == WorkerState.BUSY)
            && report.isPresent()
            && (report.get().running().size() < concurrency || report.get().isStale(now));
    if (!couldTake) {
      suspectSince.remove(name);
      return false;
    }
    Instant since = suspectSince.computeIfAbsent(name, _ -> now);
    Instant polled = report.get().lastPoll().orElse(since);
    Instant silent = polled.isAfter(since) ? polled : since;
    if (Duration.between(silent, now).compareTo(LIMIT) < 0) {
      return false;
    }
    suspectSince.remove(name);
    return true;
  }
}
