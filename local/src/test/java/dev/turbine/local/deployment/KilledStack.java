package dev.turbine.local.deployment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A stack in a JVM of its own, which tells that it has come to a point and goes no further. */
final class KilledStack {
  private KilledStack() {}

  /**
   * Saves the project and its DAG anew.
   *
   * @param args the folder, how often the point is passed, and its first words
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    AtomicInteger left = new AtomicInteger(Integer.parseInt(args[1]));
    TestingStack stack =
        new TestingStack(
            Path.of(args[0]),
            point -> {
              if (point.startsWith(args[2]) && left.getAndDecrement() == 0) {
                stay();
              }
            });
    var _ = stack.save("airflow/dags/a.py", "a = 2");
    if (args[2].equals("the end")) {
      stay();
    }
  }

  /** Until somebody kills this process. */
  private static void stay() {
    System.out.println("reached");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
