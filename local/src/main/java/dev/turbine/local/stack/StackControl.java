package dev.turbine.local.stack;

/** What a client may ask of a running stack. */
public interface StackControl {
  /** What is known of the stack now. */
  StackStatus status();

  /**
   * Begins to stop the stack, and returns at once. Asking again with {@code now} hurries a stop
   * that waits for running tasks.
   *
   * @param now whether to cut running tasks short
   */
  void requestStop(boolean now);
}
