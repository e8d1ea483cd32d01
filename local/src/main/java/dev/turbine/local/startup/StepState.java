package dev.turbine.local.startup;

/** Where a step of a startup stands. */
public enum StepState {
  WAITING,
  RUNNING,
  DONE,
  FAILED,
  /** Never run, since a step before it failed. */
  SKIPPED
}
