package dev.turbine.core.service;

/** The signals that ask a service to leave; the names are POSIX's. */
public enum StopSignal {
  TERM,
  INT
}
