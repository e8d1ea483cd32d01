package dev.turbine.core.scaling;

/** What a worker is doing, as it says itself. */
public enum WorkerState {
  /** On its way: asked for, and not yet taking tasks. */
  STARTING,
  /** Takes tasks, has none. */
  IDLE,
  /** Takes tasks, and has at least one. */
  BUSY,
  /** Takes no more tasks and leaves when its last one has ended. */
  DRAINING
}
