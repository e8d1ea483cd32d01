package dev.turbine.local.stack;

/** Where a stack stands as a whole. */
public enum StackPhase {
  STARTING,
  /** All of it came up; single services may have failed since. */
  RUNNING,
  STOPPING,
  /** It did not come up; the daemon leaves. */
  FAILED
}
