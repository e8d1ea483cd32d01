package dev.turbine.lambda;

import dev.turbine.aws.state.KeptState;
import dev.turbine.aws.state.StateParameter;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Rounds at fixed times within one minute. A round that takes longer than the interval costs those
 * that should have begun meanwhile: none follows late, and none runs beside another.
 */
final class ScalingMinute {
  /** A state that is older is no memory: nobody knows what was between. */
  static final Duration LONGEST_GAP = Duration.ofMinutes(3);

  /** A round that would have less time is left to the next minute. */
  static final Duration SHORTEST_ROUND = Duration.ofSeconds(5);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** What is done in each round; {@link Round#run} but in tests. */
  interface Work {
    RoundOutcome run(Instant now, KeptState state) throws InterruptedException;
  }

  /** How a round's outcome is published; {@link Publication#publish} but in tests. */
  interface Publishing {
    List<String> publish(RoundOutcome outcome);
  }

  private final Duration interval;
  private final Work work;
  private final Publishing publishing;
  private final StateParameter parameter;
  private final DecisionLog log;
  private final Timekeeper time;

  ScalingMinute(
      Duration interval,
      Work work,
      Publishing publishing,
      StateParameter parameter,
      DecisionLog log,
      Timekeeper time) {
    this.interval = interval;
    this.work = work;
    this.publishing = publishing;
    this.parameter = parameter;
    this.log = log;
    this.time = time;
  }

  /**
   * Goes through the minute.
   *
   * <p>In each round the reaction comes first: it is carried out and logged before it is published,
   * so that a metric that is late or lost changes no decision.
   *
   * @param end when it must have returned
   * @throws TurbineException with what its last round could not do, when that was something; what a
   *     later round made good is in the log only
   */
  void run(Instant end) throws InterruptedException {
    Instant start = time.now();
    Instant lastStart = earlier(start.plus(MINUTE).minusMillis(1), end.minus(SHORTEST_ROUND));
    log.beginMinute();
    List<String> unloaded = new ArrayList<>();
    List<String> failures = List.of();
    KeptState state = load(start, unloaded);
    boolean saved = false;
    for (Instant next = start; !next.isAfter(lastStart); next = after(next, start)) {
      time.await(next);
      KeptState before = state;
      RoundOutcome outcome = round(end, before);
      log.write(outcome);
      failures = failures(outcome);
      failures.addAll(publish(end, outcome));
      state = outcome.next();
      if (!saved || !state.sets().equals(before.sets())) {
        saved = save(state, failures);
      }
    }
    List<String> all = Stream.concat(unloaded.stream(), failures.stream()).toList();
    if (!all.isEmpty()) {
      throw new TurbineException(Category.FAILED, String.join(" ", all));
    }
  }

  private KeptState load(Instant now, List<String> failures) {
    try {
      return parameter
          .load()
          .filter(state -> !state.time().isBefore(now.minus(LONGEST_GAP)))
          .orElse(KeptState.NONE);
    } catch (TurbineException e) {
      log.failure(now, e.getMessage());
      failures.add(e.getMessage());
      return KeptState.NONE;
    }
  }

  private boolean save(KeptState state, List<String> failures) {
    try {
      parameter.save(state);
      return true;
    } catch (TurbineException e) {
      log.failure(time.now(), e.getMessage());
      failures.add(e.getMessage());
      return false;
    }
  }

  private RoundOutcome round(Instant end, KeptState state) throws InterruptedException {
    Instant now = time.now();
    try {
      return time.within(end, () -> work.run(now, state));
    } catch (TimeoutException e) {
      return RoundOutcome.failed(now, "The round that began at " + now + " did not end in time.");
    }
  }

  private List<String> publish(Instant end, RoundOutcome outcome) throws InterruptedException {
    List<String> failures;
    try {
      failures = time.within(end, () -> publishing.publish(outcome));
    } catch (TimeoutException e) {
      failures = List.of("The metrics of " + outcome.time() + " could not be published in time.");
    }
    failures.forEach(failure -> log.failure(outcome.time(), failure));
    return failures;
  }

  private static List<String> failures(RoundOutcome outcome) {
    List<String> failures = new ArrayList<>(outcome.failures());
    for (SetOutcome set : outcome.sets()) {
      switch (set) {
        case SetOutcome.NotApplied failed -> failures.add(failed.failure());
        // Told by the metric ReadFailures, which has an alarm of its own.
        case SetOutcome.Undecided _, SetOutcome.Decided _, SetOutcome.Closed _ -> {}
      }
    }
    return failures;
  }

  private Instant after(Instant round, Instant start) {
    Instant next = round.plus(interval);
    Instant now = time.now();
    if (!next.isBefore(now)) {
      return next;
    }
    long passed = Duration.between(start, now).dividedBy(interval);
    return start.plus(interval.multipliedBy(passed + 1));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
