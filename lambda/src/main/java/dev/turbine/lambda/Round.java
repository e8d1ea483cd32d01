package dev.turbine.lambda;

import dev.turbine.aws.fleet.WorkerGroup;
import dev.turbine.aws.fleet.WorkerGroups;
import dev.turbine.aws.state.KeptState;
import dev.turbine.core.TurbineException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Measures all worker sets, decides about each and carries it out, side by side. */
final class Round {
  private final WorkerGroups groups;
  private final SetScaling scaling;

  Round(WorkerGroups groups, SetScaling scaling) {
    this.groups = groups;
    this.scaling = scaling;
  }

  /** Goes through it once. Failures are in the outcome. */
  RoundOutcome run(Instant now, KeptState state) throws InterruptedException {
    try {
      List<WorkerGroup> found = groups.look();
      return new RoundOutcome(now, found, scale(now, found, state), List.of());
    } catch (TurbineException e) {
      return RoundOutcome.failed(now, e.getMessage());
    }
  }

  private List<SetOutcome> scale(Instant now, List<WorkerGroup> found, KeptState state)
      throws InterruptedException {
    Set<String> names = found.stream().map(WorkerGroup::set).collect(Collectors.toSet());
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SetOutcome>> running =
          found.stream()
              .map(group ->
                  each.submit(() -> scaling.scale(now, group, state.of(group.set()), names)))
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
  }
}
