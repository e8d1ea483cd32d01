package dev.turbine.core.scaling;

import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Decides how many workers a set has.
 *
 * <ul>
 *   <li>The need is {@code ceil(tasks / (concurrency * growthThreshold))}, from min to max. Workers
 *       that start count as if they were there.
 *   <li>More are needed: they start at once, all of them.
 *   <li>The load was at or below shrinkThreshold for all of shrinkWindow: idle workers leave, those
 *       first that are idle longest, down to the most that were needed at once in that time. Then
 *       the next window begins.
 *   <li>More stay than max allows: idle ones leave at once.
 *   <li>The demand cannot be read: nothing changes, and the time of low load begins anew.
 * </ul>
 *
 * <p>Workers that drain are not counted, nor are the tasks that they run.
 */
public record ScalingPolicy(WorkerSet set) {
  /** Below what a division of doubles may be wrong by, above no quotient of tasks and slots. */
  private static final double ROUNDING = 1e-9;

  private static final Comparator<Worker> LONGEST_FIRST =
      Comparator.comparing(Worker::since).thenComparing(Worker::name);

  /**
   * Decides about one moment.
   *
   * @param snapshot of this set's workers and queues
   * @param state as the last decision returned it, else {@link ScalingState#NONE}
   */
  public Scaling decide(ClusterSnapshot snapshot, ScalingState state) {
    return switch (snapshot.demand()) {
      case Demand.Unreadable(String reason) ->
          new Scaling(
              hold(snapshot, "The demand is unknown, so nothing changes: " + reason),
              ScalingState.NONE);
      case Demand.Tasks tasks -> decide(snapshot, tasks, state);
    };
  }

  private Scaling decide(ClusterSnapshot snapshot, Demand.Tasks tasks, ScalingState state) {
    long served = snapshot.servedTasks(tasks);
    Need need = need(served);
    int staying = snapshot.staying();
    String facts = facts(snapshot, tasks, need);
    if (need.workers() > staying) {
      int more = need.workers() - staying;
      String reason = facts + ": " + more + (more == 1 ? " starts." : " start.");
      return new Scaling(new Grow(staying, need.workers(), reason), ScalingState.NONE);
    }
    double load = staying == 0 ? 0 : (double) served / ((long) staying * set.concurrency());
    if (load > set.shrinkThreshold() + ROUNDING) {
      return new Scaling(whenNotLow(snapshot, facts, need), ScalingState.NONE);
    }
    LowLoad low = remember(snapshot, need.workers(), state);
    return new Scaling(whenLow(snapshot, facts, load, low), new ScalingState(Optional.of(low)));
  }

  private ScalingDecision whenNotLow(ClusterSnapshot snapshot, String facts, Need need) {
    if (snapshot.staying() > set.max()) {
      return shrinkToMax(snapshot, facts);
    }
    return hold(
        snapshot, facts + (need.workers() < need.unbounded() ? ": no more may be." : ": enough."));
  }

  private ScalingDecision whenLow(
      ClusterSnapshot snapshot, String facts, double load, LowLoad low) {
    int target = Math.min(low.peak(), set.max());
    int surplus = snapshot.staying() - target;
    if (surplus <= 0) {
      return hold(snapshot, facts + ": none too many.");
    }
    Duration lasted = Duration.between(low.since(), snapshot.time());
    String about =
        "%s; the load of %s is not above %s since %s s"
            .formatted(facts, number(load), number(set.shrinkThreshold()), lasted.toSeconds());
    if (lasted.compareTo(set.shrinkWindow()) >= 0) {
      return shrink(snapshot, target, about + ", " + target + " were needed at most in that time");
    }
    if (snapshot.staying() > set.max()) {
      return shrinkToMax(snapshot, facts);
    }
    return hold(
        snapshot,
        "%s of %s s: %d may leave then.".formatted(about, set.shrinkWindow().toSeconds(), surplus));
  }

  private ScalingDecision shrinkToMax(ClusterSnapshot snapshot, String facts) {
    return shrink(snapshot, set.max(), facts + "; at most " + set.max() + " may be");
  }

  /**
   * A window ends when no more stay than were needed at once in it. The next one begins with what
   * is needed now: else the peak of a burst would hold workers for as long as the load is low.
   */
  private LowLoad remember(ClusterSnapshot snapshot, int need, ScalingState state) {
    LowLoad now = new LowLoad(snapshot.time(), need);
    LowLoad low =
        state
            .low()
            .map(before -> new LowLoad(before.since(), Math.max(before.peak(), need)))
            .orElse(now);
    boolean over =
        Duration.between(low.since(), now.since()).compareTo(set.shrinkWindow()) >= 0
            && snapshot.staying() <= Math.min(low.peak(), set.max());
    return over ? now : low;
  }

  private ScalingDecision shrink(ClusterSnapshot snapshot, int target, String about) {
    int staying = snapshot.staying();
    List<String> leaving =
        snapshot.in(WorkerState.IDLE).stream()
            .sorted(LONGEST_FIRST)
            .limit(staying - target)
            .map(Worker::name)
            .toList();
    if (leaving.isEmpty()) {
      return hold(snapshot, about + ", but none is idle: nobody leaves.");
    }
    String kept = leaving.size() < staying - target ? "; the others are not idle" : "";
    String reason = "%s: %s leave%s.".formatted(about, String.join(", ", leaving), kept);
    return new Shrink(leaving, staying - leaving.size(), reason);
  }

  private static Hold hold(ClusterSnapshot snapshot, String reason) {
    return new Hold(snapshot.staying(), reason);
  }

  /**
   * @param unbounded before min and max; no larger than an int
   */
  private record Need(int unbounded, int workers) {}

  private Need need(long tasks) {
    double exact = tasks / (set.concurrency() * set.growthThreshold());
    int unbounded = (int) Math.ceil(exact - ROUNDING);
    if (tasks > 0) {
      unbounded = Math.max(1, unbounded);
    }
    return new Need(unbounded, Math.clamp(unbounded, set.min(), set.max()));
  }

  private String facts(ClusterSnapshot snapshot, Demand.Tasks tasks, Need need) {
    StringBuilder text = new StringBuilder();
    text.append(tasks).append(tasks.total() == 1 ? " needs " : " need ");
    text.append(count(need.unbounded(), "worker")).append(" of ");
    text.append(count(set.concurrency(), "slot"));
    if (need.workers() > need.unbounded()) {
      text.append(", min is ").append(set.min());
    } else if (need.workers() < need.unbounded()) {
      text.append(", max is ").append(set.max());
    }
    text.append("; ").append(snapshot.staying());
    text.append(snapshot.staying() == 1 ? " is there" : " are there");
    int starting = snapshot.in(WorkerState.STARTING).size();
    if (starting > 0) {
      text.append(", ").append(starting).append(" of them starting");
    }
    long beyond = snapshot.servedTasks(tasks) + snapshot.leavingTasks() - tasks.total();
    if (beyond > 0) {
      text.append(", ").append(count(beyond, "task")).append(" of workers in no queue");
    }
    if (snapshot.leavingTasks() > 0) {
      text.append(", ").append(count(snapshot.leavingTasks(), "task"));
      text.append(" on workers that drain");
    }
    return text.toString();
  }

  private static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
