package dev.turbine.local.startup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs steps as soon as those they come after are done, side by side where they can. The first
 * failure keeps all steps after it from running.
 */
public final class Startup implements AutoCloseable {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Step<?>> steps = new ArrayList<>();

  /**
   * Adds a step, which runs as soon as it may.
   *
   * @param name what people read
   * @param after the steps that must be done before
   */
  public <T> Step<T> step(String name, List<Step<?>> after, Step.Work<T> work) {
    Step<T> step = new Step<>(name);
    synchronized (this) {
      steps.add(step);
    }
    CompletableFuture<?>[] before =
        after.stream().map(Step::result).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(before)
        .whenCompleteAsync(
            (done, failure) -> {
              if (failure == null) {
                step.run(work);
              } else {
                step.skip();
                step.result().completeExceptionally(failure);
              }
            },
            threads);
    return step;
  }

  /** All steps, in the order they were added. */
  public synchronized List<StepStatus> status() {
    return steps.stream().<StepStatus>map(Step::status).toList();
  }

  /**
   * Waits until all steps added so far are done.
   *
   * @throws Exception what the first of them failed with
   */
  public void await() throws Exception {
    List<Step<?>> added;
    synchronized (this) {
      added = List.copyOf(steps);
    }
    CompletableFuture<?>[] results =
        added.stream().map(Step::result).toArray(CompletableFuture<?>[]::new);
    CompletableFuture<Void> failed = new CompletableFuture<>();
    for (CompletableFuture<?> result : results) {
      result.whenComplete((value, failure) -> {
        if (failure != null) {
          failed.completeExceptionally(failure);
        }
      });
    }
    try {
      CompletableFuture.anyOf(CompletableFuture.allOf(results), failed).get();
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  private static Exception cause(Throwable failure) {
    Throwable cause = failure;
    while ((cause instanceof ExecutionException || cause instanceof CompletionException)
        && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof Exception exception ? exception : new IllegalStateException(cause);
  }

  /** Interrupts what still runs, and waits for its end. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
