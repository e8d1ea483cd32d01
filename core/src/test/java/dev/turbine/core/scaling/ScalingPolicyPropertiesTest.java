package dev.turbine.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Hold;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import dev.turbine.core.scaling.ScalingState.LowLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** What holds for every set, fleet and demand; each round is made from a seed that is printed. */
class ScalingPolicyPropertiesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final int ROUNDS = 5_000;

  /** One random situation. */
  private record Situation(WorkerSet set, List<Worker> workers, long demand, ScalingState state) {
    Scaling decide(long tasks) {
      return new ScalingPolicy(set)
          .decide(
              new ClusterSnapshot(NOW, new Demand.Tasks(tasks / 2, tasks - tasks / 2), workers),
              state);
    }

    ClusterSnapshot snapshot() {
      return new ClusterSnapshot(NOW, new Demand.Tasks(0, demand), workers);
    }
  }

  @Test
  void theNumberThatStaysIsWithinTheBoundsUnlessWorkersAreNotIdle() {
    forAll((situation, random) -> {
      WorkerSet set = situation.set();
      int after = situation.decide(situation.demand()).decision().workers();
      int notIdle = situation.snapshot().in(WorkerState.STARTING, WorkerState.BUSY).size();
      assertThat(after).isBetween(set.min(), Math.max(set.max(), notIdle));
    });
  }

  @Test
  void onlyIdleWorkersLeaveAndNeverTheBusyOnes() {
    forAll((situation, random) -> {
      List<String> idle =
          situation.snapshot().in(WorkerState.IDLE).stream().map(Worker::name).toList();
      int busy = situation.snapshot().in(WorkerState.BUSY).size();
      ScalingDecision decision = situation.decide(situation.demand()).decision();
      assertThat(decision.workers()).isGreaterThanOrEqualTo(busy);
      if (decision instanceof Shrink shrink) {
        assertThat(shrink.leaving()).isSubsetOf(idle).doesNotHaveDuplicates();
        assertThat(shrink.workers())
            .isEqualTo(situation.snapshot().staying() - shrink.leaving().size());
      }
    });
  }

  @Test
  void moreDemandNeverMeansFewerWorkers() {
    forAll((situation, random) -> {
      long more = situation.demand() + random.nextInt(100);
      assertThat(situation.decide(more).decision().workers())
          .isGreaterThanOrEqualTo(situation.decide(situation.demand()).decision().workers());
    });
  }

  @Test
  void theSameSituationIsDecidedTheSameWay() {
    forAll((situation, random) -> {
      Scaling first = situation.decide(situation.demand());
      Situation again =
          new Situation(situation.set(), situation.workers(), situation.demand(), first.next());
      assertThat(again.decide(situation.demand())).isEqualTo(first);
    });
  }

  @Test
  void aDecisionThatWasAppliedIsNotRepeated() {
    forAll((situation, random) -> {
      Scaling first = situation.decide(situation.demand());
      Situation after =
          new Situation(
              situation.set(),
              applied(first.decision(), situation.workers()),
              situation.demand(),
              first.next());
      assertThat(after.decide(situation.demand()).decision()).isInstanceOf(Hold.class);
    });
  }

  @Test
  void unreadableDemandHolds() {
    forAll((situation, random) -> {
      Demand unreadable = new Demand.Unreadable("test");
      Scaling scaling =
          new ScalingPolicy(situation.set())
              .decide(new ClusterSnapshot(NOW, unreadable, situation.workers()), situation.state());
      assertThat(scaling.decision()).isInstanceOf(Hold.class);
      assertThat(scaling.decision().workers()).isEqualTo(situation.snapshot().staying());
    });
  }

  @Test
  void everyDecisionGivesItsReasonInASentence() {
    forAll((situation, random) -> {
      String reason = situation.decide(situation.demand()).decision().reason();
      assertThat(reason).matches("\\d+ tasks? .*\\.").doesNotContain("NaN", "null");
    });
  }

  /**
   * Under constant demand the number of workers goes to its place without turning round, and
   * arrives there: enough for the demand, and at rest.
   */
  @Test
  void constantDemandNeverOscillates() {
    forAll((situation, random) -> {
      ScalingPolicy policy = new ScalingPolicy(situation.set());
      List<Worker> workers = situation.workers();
      ScalingState state = situation.state();
      List<ScalingDecision> changes = new ArrayList<>();
      ScalingDecision last = new Hold(0, "");
      Instant time = NOW;
      for (int step = 0; step < 30; step++) {
        long draining = draining(workers);
        Demand demand = new Demand.Tasks(0, situation.demand() + draining);
        Scaling scaling = policy.decide(new ClusterSnapshot(time, demand, workers), state);
        last = scaling.decision();
        if (!(last instanceof Hold)) {
          changes.add(last);
        }
        time = time.plusSeconds(1 + random.nextInt(30));
        workers = worked(applied(last, workers), situation, time);
        state = scaling.next();
      }
      assertThat(changes.stream().map(Object::getClass).distinct()).hasSizeLessThanOrEqualTo(1);
      assertThat(last).isInstanceOf(Hold.class);
      WorkerSet set = situation.set();
      double wanted =
          Math.min(
              set.max(), situation.demand() / (set.concurrency() * set.growthThreshold()) - 1e-6);
      assertThat((double) last.workers()).isGreaterThanOrEqualTo(wanted);
    });
  }

  /** Busy workers stay busy; the others do nothing but start. Draining ones go on as they were. */
  private static List<Worker> worked(List<Worker> workers, Situation situation, Instant time) {
    return workers.stream()
        .map(worker ->
            worker.state() == WorkerState.STARTING
                ? new Worker(worker.name(), WorkerState.IDLE, time, 0)
                : worker)
        .toList();
  }

  private static long draining(List<Worker> workers) {
    return workers.stream()
        .filter(worker -> worker.state() == WorkerState.DRAINING)
        .mapToLong(Worker::running)
        .sum();
  }

  private static List<Worker> applied(ScalingDecision decision, List<Worker> workers) {
    List<Worker> after = new ArrayList<>(workers);
    switch (decision) {
      case Grow(int from, int target, String reason) -> {
        for (int number = from; number < target; number++) {
          after.add(new Worker("new-" + number, WorkerState.STARTING, NOW, 0));
        }
      }
      case Shrink shrink -> after.removeIf(worker -> shrink.leaving().contains(worker.name()));
      case Hold hold -> {}
    }
    return after;
  }

  private static void forAll(BiConsumer<Situation, Random> property) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Situation situation = situation(random);
      try {
        property.accept(situation, random);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ", " + situation, e);
      }
    }
  }

  private static Situation situation(Random random) {
    int min = random.nextInt(4);
    int max = Math.max(1, min + random.nextInt(8));
    int concurrency = 1 + random.nextInt(8);
    double growth = 0.3 + random.nextInt(20) / 10.0;
    WorkerSet set =
        new WorkerSet(
            "set",
            List.of("default"),
            min,
            max,
            concurrency,
            growth,
            growth * random.nextInt(10) / 10.0,
            Duration.ofSeconds(random.nextInt(90)));
    List<Worker> workers = new ArrayList<>();
    for (int number = random.nextInt(14); number > 0; number--) {
      workers.add(worker("worker-" + number, concurrency, random));
    }
    Optional<LowLoad> low =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(
                new LowLoad(
                    NOW.minusSeconds(random.nextInt(120)), min + random.nextInt(max - min + 1)));
    return new Situation(set, workers, random.nextInt(80), new ScalingState(low));
  }

  private static Worker worker(String name, int concurrency, Random random) {
    WorkerState state = WorkerState.values()[random.nextInt(WorkerState.values().length)];
    int running =
        switch (state) {
          case STARTING, IDLE -> 0;
          case BUSY -> 1 + random.nextInt(concurrency);
          case DRAINING -> random.nextInt(concurrency + 1);
        };
    return new Worker(name, state, NOW.minusSeconds(random.nextInt(600)), running);
  }
}
