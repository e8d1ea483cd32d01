package dev.turbine.airflow.environment;

import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** A process that begins to install an environment, says so and stays there, holding its lock. */
final class PreparesUntilKilled {
  private PreparesUntilKilled() {}

  /** Takes the cache folder, and the path and version of a Python. */
  public static void main(String[] arguments) throws InterruptedException {
    PythonInterpreter python = new PythonInterpreter(Path.of(arguments[1]), arguments[2]);
    EnvironmentsIT.small(Path.of(arguments[0]))
        .prepare(
            python,
            Requirements.none(),
            text -> {
              System.out.println(text);
              while (text.startsWith("installing 1 ")) {
                LockSupport.park();
              }
            });
  }
}
