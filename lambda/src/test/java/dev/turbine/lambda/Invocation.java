package dev.turbine.lambda;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program that calls the function as Lambda's runtime does, with a minute that has time for one
 * round each; the environment's variables are those of the process. It prints how long each call
 * took, with loading and saving the state, and in the end the most memory that the process had.
 */
public final class Invocation {
  /** Enough for the first round of a minute, too little for a second one. */
  private static final int ONE_ROUND_MILLIS = 6_050;

  private Invocation() {}

  /**
   * Calls it so often.
   *
   * @param arguments how often
   */
  public static void main(String[] arguments) throws IOException {
    ScalerHandler handler = new ScalerHandler();
    for (int call = 0; call < Integer.parseInt(arguments[0]); call++) {
      long start = System.nanoTime();
      handler.handleRequest(
          InputStream.nullInputStream(),
          OutputStream.nullOutputStream(),
          new TestingContext(ONE_ROUND_MILLIS));
      System.out.println("call " + Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms");
    }
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      Files.readAllLines(status).stream()
          .filter(line -> line.startsWith("VmHWM"))
          .forEach(System.out::println);
    }
  }
}
