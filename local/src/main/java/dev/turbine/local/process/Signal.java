package dev.turbine.local.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.turbine.core.service.StopSignal;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Signals to processes and process groups: {@code kill(2)}, which the JDK offers only in part. */
enum Signal {
  INT(2),
  KILL(9),
  TERM(15),
  STOP(isMac() ? 17 : 19),
  CONT(isMac() ? 19 : 18),
  URG(isMac() ? 16 : 23);

  @SuppressWarnings("restricted") // The launcher enables native access; kill(2) touches no memory.
  private static final MethodHandle KILL_FUNCTION =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));

  private final int number;

  Signal(int number) {
    this.number = number;
  }

  private static boolean isMac() {
    return System.getProperty("os.name").startsWith("Mac");
  }

  static Signal of(StopSignal signal) {
    return switch (signal) {
      case TERM -> TERM;
      case INT -> INT;
    };
  }

  /** Sends the signal if that very process still lives; its end in this instant is no error. */
  void send(ProcessIdentity process) {
    if (process.isAlive()) {
      kill(Math.toIntExact(process.pid()));
    }
  }

  /** Sends the signal to every process of the group; a group that is gone is no error. */
  void sendToGroup(long group) {
    if (group <= 1) {
      throw new IllegalArgumentException("refusing to signal process group " + group);
    }
    kill(-Math.toIntExact(group));
  }

  private void kill(int target) {
    try {
      int ignored = (int) KILL_FUNCTION.invokeExact(target, number);
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable impossible) {
      throw new AssertionError("kill(2) throws nothing", impossible);
    }
  }
}
