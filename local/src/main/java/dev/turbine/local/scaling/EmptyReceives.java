package dev.turbine.local.scaling;

import dev.turbine.core.scaling.LoadAverage;
import dev.turbine.local.fleet.WorkerReport;
import dev.turbine.local.fleet.WorkerSight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the workers' empty receives of the last minute, for the load average. */
final class EmptyReceives {
  static final Duration PERIOD = Duration.ofSeconds(60);

  private final LoadAverage average;
  private final Deque<Look> looks = new ArrayDeque<>();
  private Map<Long, Long> counted = new HashMap<>();

  private record Look(Instant time, long emptyReceives, int inService) {}

  EmptyReceives(LoadAverage average) {
    this.average = average;
  }

  /**
   * Takes what the workers tell now.
   *
   * @param inService how many of them take tasks
   */
  void look(Instant now, List<WorkerSight> sights, int inService) {
    Map<Long, Long> counts = new HashMap<>();
    long more = 0;
    for (WorkerSight sight : sights) {
      if (sight.report().isPresent()) {
        WorkerReport report = sight.report().get();
        counts.put(report.pid(), report.emptyPolls());
        // One that is seen for the first time may have counted for hours.
        more += report.emptyPolls() - counted.getOrDefault(report.pid(), report.emptyPolls());
      }
    }
    counted = counts;
    looks.addLast(new Look(now, Math.max(0, more), inService));
    while (looks.getFirst().time().isBefore(now.minus(PERIOD))) {
      looks.removeFirst();
    }
  }

  /** The load average; empty before a whole period was seen, and without workers. */
  Optional<Double> average() {
    if (looks.isEmpty()) {
      return Optional.empty();
    }
    Duration seen = Duration.between(looks.getFirst().time(), looks.getLast().time());
    double workers = looks.stream().mapToInt(Look::inService).average().orElse(0);
    if (seen.compareTo(PERIOD.minusSeconds(5)) < 0 || workers == 0) {
      return Optional.empty();
    }
    long empty = looks.stream().skip(1).mapToLong(Look::emptyReceives).sum();
    return Optional.of(average.over(empty, workers, seen));
  }
}
