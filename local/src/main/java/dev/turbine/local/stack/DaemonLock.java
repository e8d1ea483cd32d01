package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Keeps a second daemon from one stack. The kernel gives the lock back however its holder ends. */
public final class DaemonLock implements AutoCloseable {
  /** Who looks whether the lock is held is in its way for less than that. */
  private static final long LONGEST_LOOK = TimeUnit.SECONDS.toNanos(1);

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(10);

  private final FileChannel channel;

  private DaemonLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock of a stack whose folder exists; empty when a daemon holds it. */
  public static Optional<DaemonLock> take(StackDirectory directory) {
    try {
      FileChannel channel =
          FileChannel.open(
              directory.daemonLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      long deadline = System.nanoTime() + LONGEST_LOOK;
      boolean taken = locks(channel, false);
      while (!taken && System.nanoTime() < deadline) {
        LockSupport.parkNanos(LOOK_AGAIN);
        taken = locks(channel, false);
      }
      if (taken) {
        String holder = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new DaemonLock(channel));
      }
      channel.close();
      return Optional.empty();
    } catch (IOException e) {
      throw cannotOpen(directory, e);
    }
  }

  private static TurbineException cannotOpen(StackDirectory directory, IOException reason) {
    return new TurbineException(
        Category.MACHINE,
        "Cannot open the lock of the stack, %s: %s.".formatted(directory.daemonLock(), reason),
        reason);
  }

  /** Whether a daemon holds the lock of this stack. */
  public static boolean isHeld(StackDirectory directory) {
    if (!Files.exists(directory.daemonLock())) {
      return false;
    }
    // Shared: two who look at once must not take each other for a daemon.
    try (FileChannel channel = FileChannel.open(directory.daemonLock(), StandardOpenOption.READ)) {
      return !locks(channel, true);
    } catch (NoSuchFileException removed) {
      return false;
    } catch (IOException e) {
      throw cannotOpen(directory, e);
    }
  }

  /** The pid of the process that took the lock last; it may have released it. */
  public static Optional<Long> holder(StackDirectory directory) {
    try {
      return Optional.of(Long.valueOf(Files.readString(directory.daemonLock())));
    } catch (IOException | NumberFormatException unknown) {
      return Optional.empty();
    }
  }

  private static boolean locks(FileChannel channel, boolean shared) throws IOException {
    try {
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
