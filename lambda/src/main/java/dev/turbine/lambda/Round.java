package dev.turbine.lambda;

import dev.turbine.aws.fleet.WorkerGroup;
import dev.turbine.aws.fleet.WorkerGroup.Described;
import dev.turbine.aws.fleet.WorkerGroups;
import dev.turbine.aws.metric.AverageLoad;
import dev.turbine.aws.metric.EmptyReceives;
import dev.turbine.aws.metric.Polls;
import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.aws.metric.StackMetrics;
import dev.turbine.aws.state.KeptState;
import dev.turbine.core.TurbineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Measures all worker sets, decides about each and carries it out, side by side; then publishes.
 * The reaction comes first: a metric that is late or lost changes no decision.
 */
final class Round {
  private final String installation;
  private final WorkerGroups groups;
  private final SetScaling scaling;
  private final EmptyReceives emptyReceives;
  private final StackMetrics metrics;

  Round(
      String installation,
      WorkerGroups groups,
      SetScaling scaling,
      EmptyReceives emptyReceives,
      StackMetrics metrics) {
    this.installation = installation;
    this.groups = groups;
    this.scaling = scaling;
    this.emptyReceives = emptyReceives;
    this.metrics = metrics;
  }

  /** Goes through it once. Failures are in the outcome. */
  RoundOutcome run(Instant now, KeptState state) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    List<SetOutcome> sets = new ArrayList<>();
    Optional<AverageLoad> average = Optional.empty();
    int unread = 0;
    try {
      List<WorkerGroup> found = groups.look();
      try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Optional<AverageLoad>> averaging =
            each.submit(() -> emptyReceives.average(now, polls(found)));
        sets.addAll(scale(each, now, found, state));
        average = averaged(averaging, failures);
      }
    } catch (TurbineException e) {
      failures.add(e.getMessage());
      unread++;
    }
    unread += (int) sets.stream().filter(SetOutcome::isUnread).count();
    publish(now, sets, unread, average, failures);
    return new RoundOutcome(now, sets, failures);
  }

  private List<SetOutcome> scale(
      ExecutorService each, Instant now, List<WorkerGroup> found, KeptState state)
      throws InterruptedException {
    Set<String> names = found.stream().map(WorkerGroup::set).collect(Collectors.toSet());
    List<Future<SetOutcome>> running =
        found.stream()
            .map(
                group -> each.submit(() -> scaling.scale(now, group, state.of(group.set()), names)))
            .toList();
    List<SetOutcome> outcomes = new ArrayList<>();
    for (Future<SetOutcome> one : running) {
      try {
        outcomes.add(one.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
    return outcomes;
  }

  private static Optional<AverageLoad> averaged(
      Future<Optional<AverageLoad>> averaging, List<String> failures) throws InterruptedException {
    try {
      return averaging.get();
    } catch (ExecutionException e) {
      failures.add(e.getCause() instanceof TurbineException own ? own.getMessage() : e.toString());
      return Optional.empty();
    }
  }

  private List<Polls> polls(List<WorkerGroup> found) {
    return found.stream()
        .flatMap(group -> group instanceof Described known ? Stream.of(known) : Stream.empty())
        .map(group ->
            new Polls(
                group.name(),
                group.workerSet().queues().stream()
                    .map(queue -> installation + "-" + queue)
                    .toList()))
        .toList();
  }

  private void publish(
      Instant now,
      List<SetOutcome> sets,
      int unread,
      Optional<AverageLoad> average,
      List<String> failures) {
    List<SetMeasurement> measured =
        sets.stream()
            .flatMap(set ->
                switch (set) {
                  case SetOutcome.Decided decided -> Stream.of(decided.measurement());
                  case SetOutcome.NotApplied failed -> Stream.of(failed.measurement());
                  case SetOutcome.Undecided _, SetOutcome.Closed _ -> Stream.empty();
                })
            .toList();
    try {
      metrics.publish(now, measured, unread, average);
    } catch (TurbineException e) {
      failures.add(e.getMessage());
    }
  }
}
