package dev.turbine.lambda;

import dev.turbine.aws.fleet.WorkerGroup.Described;
import dev.turbine.aws.metric.AverageLoad;
import dev.turbine.aws.metric.EmptyReceives;
import dev.turbine.aws.metric.Polls;
import dev.turbine.aws.metric.SetMeasurement;
import dev.turbine.aws.metric.StackMetrics;
import dev.turbine.core.TurbineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells CloudWatch what a round found and decided, with the load average when it is time for one.
 */
final class Publication {
  private final String installation;
  private final EmptyReceives emptyReceives;
  private final StackMetrics metrics;

  Publication(String installation, EmptyReceives emptyReceives, StackMetrics metrics) {
    this.installation = installation;
    this.emptyReceives = emptyReceives;
    this.metrics = metrics;
  }

  /**
   * Publishes once.
   *
   * @return what went wrong, as sentences
   */
  List<String> publish(RoundOutcome outcome) {
    List<String> failures = new ArrayList<>();
    Optional<AverageLoad> average = Optional.empty();
    try {
      average = emptyReceives.average(outcome.time(), polls(outcome));
    } catch (TurbineException e) {
      failures.add(e.getMessage());
    }
    try {
      metrics.publish(outcome.time(), measured(outcome), outcome.unread(), average);
    } catch (TurbineException e) {
      failures.add(e.getMessage());
    }
    return failures;
  }

  private List<Polls> polls(RoundOutcome outcome) {
    return outcome.groups().stream()
        .flatMap(group -> group instanceof Described known ? Stream.of(known) : Stream.empty())
        .map(group ->
            new Polls(
                group.name(),
                group.workerSet().queues().stream()
                    .map(queue -> installation + "-" + queue)
                    .toList()))
        .toList();
  }

  private static List<SetMeasurement> measured(RoundOutcome outcome) {
    return outcome.sets().stream()
        .flatMap(set ->
            switch (set) {
              case SetOutcome.Decided decided -> Stream.of(decided.measurement());
              case SetOutcome.NotApplied failed -> Stream.of(failed.measurement());
              case SetOutcome.Undecided _, SetOutcome.Closed _ -> Stream.empty();
            })
        .toList();
  }
}
