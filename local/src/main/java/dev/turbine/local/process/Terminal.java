package dev.turbine.local.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;

/** The terminal that this process was started from. */
public final class Terminal {
  private Terminal() {}

  /**
   * Leaves the terminal: its Ctrl-C and its end no longer reach this process. {@code setsid(2)},
   * which the JDK does not offer. Does nothing for a process that leads its group already.
   */
  @SuppressWarnings("restricted") // The launcher enables native access; setsid(2) takes no pointer.
  public static void leave() {
    Linker linker = Linker.nativeLinker();
    try {
      int ignored =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("setsid"), FunctionDescriptor.of(JAVA_INT))
                  .invokeExact();
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError("setsid(2) throws nothing", impossible);
    }
  }
}
