package dev.turbine.lambda;

import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.core.scaling.ClusterSnapshot;
import dev.turbine.core.scaling.Demand;
import dev.turbine.core.scaling.ScalingDecision;
import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.ScalingState;
import dev.turbine.core.scaling.WorkerSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What a round may have done. */
final class Outcomes {
  private Outcomes() {}

  static SetOutcome held(String set, Instant now, ScalingState next) {
    return new SetOutcome.Decided(
        measured(set, now, new Demand.Tasks(0, 0), new Hold(0, "none too many")), next);
  }

  static SetOutcome unread(String set, Instant now) {
    return new SetOutcome.Decided(
        measured(set, now, new Demand.Unreadable("silent"), new Hold(0, "unknown")),
        ScalingState.NONE);
  }

  static SetOutcome grown(String set, Instant now) {
    return new SetOutcome.Decided(
        measured(set, now, new Demand.Tasks(5, 0), new Grow(0, 2, "5 tasks \"need\" 2")),
        ScalingState.NONE);
  }

  static SetOutcome notApplied(String set, Instant now) {
    return new SetOutcome.NotApplied(
        measured(set, now, new Demand.Tasks(5, 0), new Grow(0, 2, "5 tasks need 2")),
        ScalingState.NONE,
        "The group is being updated.");
  }

  private static SetMeasurement measured(
      String set, Instant now, Demand demand, ScalingDecision decision) {
    return new SetMeasurement(
        new WorkerSet(set, List.of(set), 0, 4, 4, 1, 0.5, Duration.ofMinutes(10)),
        new ClusterSnapshot(now, demand, List.of()),
        decision);
  }
}
