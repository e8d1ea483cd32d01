package dev.turbine.local.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.nio.file.Path;

/** {@code mkfifo(3)}, which the JDK does not offer. */
final class NamedPipe {
  private static final int OWNER_ONLY = 0b110_000_000;

  private NamedPipe() {}

  /** Makes a named pipe that only its owner can use. */
  @SuppressWarnings("restricted") // The launcher enables native access; the path is copied.
  static Path create(Path path) throws IOException {
    Linker linker = Linker.nativeLinker();
    try (Arena arena = Arena.ofConfined()) {
      int result =
          (int)
              linker
                  .downcallHandle(
                      linker.defaultLookup().findOrThrow("mkfifo"),
                      FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT))
                  .invokeExact(arena.allocateFrom(path.toString()), OWNER_ONLY);
      if (result != 0) {
        throw new IOException("cannot make the named pipe " + path);
      }
      return path;
    } catch (IOException | RuntimeException | Error known) {
      throw known;
    } catch (Throwable impossible) {
      throw new AssertionError("mkfifo(3) throws nothing", impossible);
    }
  }
}
