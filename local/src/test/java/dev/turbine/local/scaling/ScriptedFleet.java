package dev.turbine.local.scaling;

import dev.turbine.core.TurbineException;
import dev.turbine.core.scaling.ScalingDecision;
import dev.turbine.core.scaling.Worker;
import dev.turbine.local.fleet.ObservedFleet;
import dev.turbine.local.fleet.WorkerReport;
import dev.turbine.local.fleet.WorkerSight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A fleet that shows what its test says, and remembers what it was told. */
final class ScriptedFleet implements ObservedFleet {
  final List<ScalingDecision> applied = new CopyOnWriteArrayList<>();
  final List<String> replaced = new ArrayList<>();
  List<WorkerSight> sights = List.of();
  volatile Optional<String> failure = Optional.empty();
  volatile int refused;

  static WorkerSight sight(Worker worker, long pid, Instant written, Instant polled, long empty) {
    List<WorkerReport.Task> tasks = new ArrayList<>();
    for (int task = 0; task < worker.running(); task++) {
      tasks.add(new WorkerReport.Task("task-" + task, written));
    }
    return new WorkerSight(
        worker,
        Optional.of(
            new WorkerReport(
                pid,
                tasks.isEmpty() ? "idle" : "busy",
                written,
                tasks,
                Optional.of(polled),
                empty,
                empty)));
  }

  @Override
  public List<WorkerSight> look() {
    return sights;
  }

  @Override
  public Optional<String> replaceSilent(WorkerSight silent) {
    replaced.add(silent.worker().name());
    return Optional.of("worker-9");
  }

  @Override
  public List<Worker> describe() {
    return sights.stream().map(WorkerSight::worker).toList();
  }

  @Override
  public void apply(ScalingDecision decision) {
    if (failure.isPresent()) {
      refused++;
      throw new TurbineException(TurbineException.Category.FAILED, failure.get());
    }
    if (!(decision instanceof ScalingDecision.Hold)) {
      applied.add(decision);
    }
  }
}
