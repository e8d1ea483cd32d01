package dev.turbine.local.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.turbine.core.TurbineException;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.core.queue.TaskQueue;
import dev.turbine.core.scaling.LoadAverage;
import dev.turbine.core.scaling.PollInterval;
import dev.turbine.core.scaling.ScalingDecision.Grow;
import dev.turbine.core.scaling.ScalingDecision.Shrink;
import dev.turbine.core.scaling.Worker;
import dev.turbine.core.scaling.WorkerSet;
import dev.turbine.core.scaling.WorkerState;
import dev.turbine.local.scaling.ScalingEvent.Kind;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingLoopTest {
  private static final WorkerSet SET =
      new WorkerSet("default", List.of("a", "b"), 0, 4, 4, 1, 0.5, Duration.ofSeconds(5));

  @TempDir private Path folder;
  private final ScriptedFleet fleet = new ScriptedFleet();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Optional<QueueDepth> depth = Optional.of(new QueueDepth(0, 0));
  private ScalingRecords records;
  private ScalingLoop loop;

  @BeforeEach
  void prepare() {
    keepIn(folder.resolve("events"), folder.resolve("samples"));
  }

  private void keepIn(Path events, Path samples) {
    records = ScalingRecords.in(events, samples);
    loop =
        new ScalingLoop(
            SET,
            List.of(queue("a"), queue("b")),
            fleet,
            records,
            new LoadAverage(
                new PollInterval(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO), 2),
            new Clock() {
              @Override
              public Instant instant() {
                return now;
              }

              @Override
              public ZoneId getZone() {
                return ZoneOffset.UTC;
              }

              @Override
              public Clock withZone(ZoneId zone) {
                return this;
              }
            });
  }

  private TaskQueue queue(String name) {
    return new TaskQueue() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public QueueDepth depth() {
        return depth.orElseThrow(
            () -> new TurbineException(TurbineException.Category.FAILED, "The queue is silent."));
      }
    };
  }

  @Test
  void theTasksOfAllQueuesCallForWorkersAtOnce() {
    depth = Optional.of(new QueueDepth(5, 0));
    loop.tick();
    assertThat(fleet.applied)
        .singleElement()
        .satisfies(decision -> assertThat(decision).isInstanceOf(Grow.class))
        .returns(3, decision -> decision.workers());
    assertThat(records.events().all())
        .singleElement()
        .returns(Kind.GROW, ScalingEvent::kind)
        .returns(3, ScalingEvent::workers)
        .returns(now, ScalingEvent::time);
    assertThat(loop.status().now().orElseThrow().waiting()).contains(10L);
  }

  @Test
  void idleWorkersLeaveAfterTheWindow() {
    for (int second = 0; second <= 5; second++) {
      assertThat(fleet.applied).isEmpty();
      look(new Worker("worker-1", WorkerState.IDLE, now, 0), now);
      loop.tick();
      now = now.plusSeconds(1);
    }
    assertThat(fleet.applied)
        .singleElement()
        .isInstanceOfSatisfying(
            Shrink.class, shrink -> assertThat(shrink.leaving()).containsExactly("worker-1"));
  }

  @Test
  void aWorkerWhoseTaskNoQueueKnowsAnyMoreStays() {
    // SQS has forgotten a task of more than twelve hours: the queues are empty.
    for (int second = 0; second <= 60; second++) {
      look(new Worker("worker-1", WorkerState.BUSY, now, 1), now);
      loop.tick();
      now = now.plusSeconds(1);
    }
    assertThat(fleet.applied).isEmpty();
  }

  @Test
  void quietHoldsAreNotKeptAndChangesOfWhatIsKnownAre() {
    for (int round = 0; round < 3; round++) {
      loop.tick();
    }
    assertThat(records.events().all()).isEmpty();
    depth = Optional.empty();
    loop.tick();
    loop.tick();
    depth = Optional.of(new QueueDepth(0, 0));
    loop.tick();
    loop.tick();
    assertThat(records.events().all())
        .extracting(ScalingEvent::kind)
        .containsExactly(Kind.HOLD, Kind.HOLD);
    assertThat(records.events().all().getFirst().reason()).contains("unknown", "is silent");
    assertThat(records.events().all().getLast().reason()).contains("can be read again");
    assertThat(fleet.applied).isEmpty();
  }

  @Test
  void aQueueThatCannotBeReadIsNoEmptyQueue() {
    look(new Worker("worker-1", WorkerState.IDLE, now, 0), now);
    depth = Optional.empty();
    for (int second = 0; second < 20; second++) {
      loop.tick();
      now = now.plusSeconds(1);
    }
    assertThat(fleet.applied).isEmpty();
    assertThat(loop.status().now().orElseThrow().load()).isEmpty();
  }

  @Test
  void aWorkerThatDoesNotPollWhileTasksWaitIsReplacedAndThatIsKept() {
    Instant lastPoll = now;
    depth = Optional.of(new QueueDepth(1, 0));
    for (int second = 0; second <= 60; second++) {
      assertThat(fleet.replaced).isEmpty();
      look(new Worker("worker-1", WorkerState.IDLE, lastPoll, 0), lastPoll);
      loop.tick();
      now = now.plusSeconds(1);
    }
    assertThat(fleet.replaced).containsExactly("worker-1");
    assertThat(records.events().all().getLast())
        .returns(Kind.REPLACE, ScalingEvent::kind)
        .satisfies(event -> assertThat(event.reason()).contains("worker-1", "worker-9"));
  }

  @Test
  void workersFollowTheirQueuesAlsoWhenNothingCanBeWrittenDown() {
    // Nobody can write into a folder, as nobody can on a disk that is full.
    keepIn(folder, folder);
    for (int tasks = 1; tasks <= 3; tasks++) {
      depth = Optional.of(new QueueDepth(4 * tasks, 0));
      loop.tick();
      now = now.plusSeconds(1);
    }
    assertThat(fleet.applied).hasSize(3);
    assertThat(loop.status().now().orElseThrow().waiting()).contains(24L);
  }

  @Test
  void whatFailsIsReportedAndTheLoopGoesOn() throws Exception {
    keepIn(folder, folder);
    fleet.failure = Optional.of("no process can be started");
    depth = Optional.of(new QueueDepth(1, 0));
    Thread thread = Thread.ofVirtual().start(loop::run);
    try {
      await().until(() -> fleet.refused > 0);
      fleet.failure = Optional.empty();
      await().until(() -> !fleet.applied.isEmpty());
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  @Test
  void aSampleIsKeptEveryTenSeconds() {
    for (int second = 0; second < 30; second++) {
      loop.tick();
      now = now.plusSeconds(1);
    }
    assertThat(records.samples().all()).hasSize(3);
  }

  private void look(Worker worker, Instant polled) {
    fleet.sights = List.of(ScriptedFleet.sight(worker, 1, now, polled, 0));
  }
}
