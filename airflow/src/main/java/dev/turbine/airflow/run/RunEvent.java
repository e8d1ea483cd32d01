package dev.turbine.airflow.run;

/** What happened in a run that is followed. */
public sealed interface RunEvent {
  /**
   * A task instance is in another state than before.
   *
   * @param task in its new state
   */
  record TaskChanged(TaskTry task) implements RunEvent {}

  /**
   * A task instance wrote a line.
   *
   * @param label of the task, as {@link TaskTry#label}
   * @param line without its end
   */
  record Logged(String label, String line) implements RunEvent {}
}
