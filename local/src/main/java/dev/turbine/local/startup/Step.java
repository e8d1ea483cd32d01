package dev.turbine.local.startup;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A named piece of work in a {@link Startup}, and what came out of it.
 *
 * @param <T> what later steps take from it
 */
public final class Step<T> {
  private final String name;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private StepState state = StepState.WAITING;
  private String detail = "";
  private long began;
  private Duration took = Duration.ZERO;

  Step(String name) {
    this.name = name;
  }

  /** The work of a step. */
  @FunctionalInterface
  public interface Work<T> {
    /**
     * Does the work.
     *
     * @param step takes a {@link #describe description} of what is going on
     */
    T run(Step<T> step) throws Exception;
  }

  /** Says in a few words what the step does now; the last words stay. */
  public synchronized void describe(String words) {
    detail = words;
  }

  /** What came out of the step; only for steps that run after it. */
  public T value() {
    return result.resultNow();
  }

  /** Whether the step is done, so that it has a value. */
  public boolean isDone() {
    return result.state() == Future.State.SUCCESS;
  }

  /** What is known of the step now. */
  public synchronized StepStatus status() {
    Duration running = state == StepState.RUNNING ? sinceBegin() : took;
    return new StepStatus(name, state, detail, running);
  }

  CompletableFuture<T> result() {
    return result;
  }

  void run(Work<T> work) {
    synchronized (this) {
      state = StepState.RUNNING;
      began = System.nanoTime();
    }
    try {
      T value = work.run(this);
      end(StepState.DONE, detail);
      result.complete(value);
    } catch (InterruptedException e) {
      end(StepState.FAILED, "interrupted");
      result.completeExceptionally(e);
    } catch (Exception e) {
      end(StepState.FAILED, e.getMessage() == null ? e.toString() : e.getMessage());
      result.completeExceptionally(e);
    }
  }

  synchronized void skip() {
    state = StepState.SKIPPED;
  }

  private synchronized void end(StepState last, String words) {
    took = sinceBegin();
    state = last;
    detail = words;
  }

  private Duration sinceBegin() {
    return Duration.ofNanos(System.nanoTime() - began);
  }
}
