package dev.turbine.local.store;

import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** The three stores of a stack, opened together. */
public record Stores(PostgresStore postgres, QueueStore queues, ObjectStore objects)
    implements AutoCloseable {
  /**
   * Opens all three at once; returns when all are usable. When one fails, the others are closed.
   *
   * @param stack the project's {@code .turbine}; the stores keep their data in {@code postgres},
   *     {@code queues} and {@code objects} in it
   * @param cache the user's cache folder of Turbine
   */
  public static Stores open(Path stack, Ports ports, Secrets secrets, Path cache) {
    try (ExecutorService threads = Executors.newThreadPerTaskExecutor(Thread::new)) {
      var postgres =
          start(
              threads,
              () ->
                  PostgresStore.open(
                      stack.resolve("postgres"), ports.of(Port.DATABASE), secrets, cache));
      var queues =
          start(threads, () -> QueueStore.open(stack.resolve("queues"), ports.of(Port.QUEUE)));
      var objects =
          start(
              threads,
              () -> ObjectStore.open(stack.resolve("objects"), ports.of(Port.OBJECTS), secrets));
      List<CompletableFuture<? extends AutoCloseable>> all = List.of(postgres, queues, objects);
      try {
        return new Stores(postgres.join(), queues.join(), objects.join());
      } catch (CompletionException e) {
        RuntimeException failure = e.getCause() instanceof RuntimeException cause ? cause : e;
        closeThose(all, failure);
        throw failure;
      }
    }
  }

  private static <T> CompletableFuture<T> start(ExecutorService threads, Supplier<T> opening) {
    return CompletableFuture.supplyAsync(opening, threads);
  }

  private static void closeThose(
      List<CompletableFuture<? extends AutoCloseable>> openings, RuntimeException failure) {
    for (var opening : openings) {
      try {
        opening.join().close();
      } catch (CompletionException | CancellationException e) {
        if (e.getCause() != failure && e.getCause() != null) {
          failure.addSuppressed(e.getCause());
        }
      } catch (Exception e) {
        failure.addSuppressed(e);
      }
    }
  }

  /** Closes all three, also when one of them fails to. */
  @Override
  public void close() {
    List<RuntimeException> failures = new ArrayList<>();
    for (Runnable closing : List.<Runnable>of(objects::close, queues::close, postgres::close)) {
      try {
        closing.run();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      RuntimeException first = failures.removeFirst();
      failures.forEach(first::addSuppressed);
      throw first;
    }
  }
}
