package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.Console;
import java.io.IOException;

/** Runs a program in this command's place: its terminal, its exit code. */
final class Foreground {
  private Foreground() {}

  /**
   * Runs it to its end. A Ctrl-C reaches the program as well as this JVM, and what it means is the
   * program's business: a shell goes on.
   *
   * @return its exit code; 128 + n when signal n ended it
   */
  static int run(ProcessBuilder program) throws InterruptedException {
    Process process = start(program.inheritIO());
    Thread atSignal = new Thread(() -> passOn(process));
    Runtime.getRuntime().addShutdownHook(atSignal);
    int exitCode = process.waitFor();
    try {
      Runtime.getRuntime().removeShutdownHook(atSignal);
    } catch (IllegalStateException signalled) {
      // The hook ends the JVM with the same exit code.
    }
    return exitCode;
  }

  private static Process start(ProcessBuilder program) {
    try {
      return program.start();
    } catch (IOException e) {
      throw new TurbineException(
          Category.MACHINE,
          "Cannot run %s: %s".formatted(program.command().getFirst(), e.getMessage()),
          e);
    }
  }

  /** The JVM is about to end by a signal: it stays for as long as the program does. */
  private static void passOn(Process process) {
    Console console = System.console();
    if (console == null || !console.isTerminal()) {
      // Nobody pressed Ctrl-C: the signal was sent to this JVM alone.
      process.destroy();
    }
    while (true) {
      try {
        Runtime.getRuntime().halt(process.waitFor());
      } catch (InterruptedException e) {
        // Nothing but the program's end is waited for.
      }
    }
  }
}
