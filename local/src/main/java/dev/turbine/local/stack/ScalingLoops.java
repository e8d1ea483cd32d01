package dev.turbine.local.stack;

import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.core.configuration.WorkerSetOptions;
import dev.turbine.core.queue.TaskQueue;
import dev.turbine.core.scaling.LoadAverage;
import dev.turbine.core.scaling.PollInterval;
import dev.turbine.local.fleet.ProcessFleet;
import dev.turbine.local.scaling.ScalingLoop;
import dev.turbine.local.scaling.ScalingRecords;
import dev.turbine.local.scaling.SetStatus;
import dev.turbine.local.store.QueueAccess;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The loops that let each worker set follow its queues, a thread each. */
final class ScalingLoops {
  /** Our workers poll again at once, and a server on this machine answers within milliseconds. */
  private static final PollInterval POLLS =
      new PollInterval(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO);

  private final List<ScalingLoop> loops;
  private final List<Thread> threads = new ArrayList<>();
  private boolean closed;

  ScalingLoops(
      Map<WorkerSetOptions, ProcessFleet> fleets,
      QueueAccess access,
      SqsClient sqs,
      ScalingRecords records) {
    this.loops =
        fleets.entrySet().stream()
            .map(entry -> loop(entry.getKey(), entry.getValue(), access, sqs, records))
            .toList();
  }

  private static ScalingLoop loop(
      WorkerSetOptions options,
      ProcessFleet fleet,
      QueueAccess access,
      SqsClient sqs,
      ScalingRecords records) {
    List<TaskQueue> queues =
        options.set().queues().stream()
            .<TaskQueue>map(name -> new SqsTaskQueue(sqs, name, access.address(name)))
            .toList();
    return new ScalingLoop(
        options.set(),
        queues,
        fleet,
        records,
        new LoadAverage(POLLS, queues.size()),
        Clock.systemUTC());
  }

  synchronized void start() {
    if (!closed) {
      for (ScalingLoop loop : loops) {
        threads.add(Thread.ofVirtual().name("scaling-" + loop.status().name()).start(loop::run));
      }
    }
  }

  List<SetStatus> status() {
    return loops.stream().map(ScalingLoop::status).toList();
  }

  /** No decision is made or applied when this has returned. */
  synchronized void close() throws InterruptedException {
    closed = true;
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
