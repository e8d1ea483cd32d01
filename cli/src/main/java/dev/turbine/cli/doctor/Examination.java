package dev.turbine.cli.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * All checks side by side. Ends in time and without an exception, whatever they do.
 *
 * @param limit how long all of them together may take; who is late is left alone
 */
record Examination(List<Check> checks, Duration limit) {
  /** What was found, in the order of the checks. */
  List<Finding> run() throws InterruptedException {
    // Daemon threads of the platform: one that hangs in a system call keeps nobody from leaving.
    ExecutorService threads =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    try {
      long deadline = System.nanoTime() + limit.toNanos();
      List<Future<List<Finding>>> results =
          checks.stream().map(check -> threads.submit(check::examine)).toList();
      List<Finding> findings = new ArrayList<>();
      for (int i = 0; i < results.size(); i++) {
        findings.addAll(result(checks.get(i), results.get(i), deadline - System.nanoTime()));
      }
      return List.copyOf(findings);
    } finally {
      threads.shutdownNow();
    }
  }

  private List<Finding> result(Check check, Future<List<Finding>> future, long nanoseconds)
      throws InterruptedException {
    try {
      return future.get(Math.max(0, nanoseconds), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return List.of(
          Finding.failed(
              check.subject(),
              "no answer within %d s".formatted(limit.toSeconds()),
              "Something hangs: a network drive, or a program that waits. Try again; if it stays,"
                  + " see what this machine waits for."));
    } catch (ExecutionException e) {
      return List.of(Finding.failed(check.subject(), e.getCause() == null ? e : e.getCause()));
    }
  }
}
