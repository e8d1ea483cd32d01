package dev.turbine.local.process;

/** Where a supervised service stands. */
public enum ServiceState {
  /** Its process lives, its work has not begun. */
  STARTING,
  /** It does its work. */
  READY,
  /** It did its work, and for half a minute has shown no sign of it. */
  UNHEALTHY,
  /** It ended unasked and will be started again. */
  RESTARTING,
  /** It ended too often and is left alone. */
  FAILED,
  /** It was asked to leave and finishes what it does. */
  STOPPING,
  /** It left as asked. */
  STOPPED
}
