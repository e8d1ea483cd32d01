package dev.turbine.local.codedeploy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one deployment of a group run at a time; ends with the process that holds it. */
record DeploymentLock(FileChannel channel) implements AutoCloseable {
  /**
   * Takes the lock.
   *
   * @throws TurbineException STATE when another deployment has it
   */
  static DeploymentLock take(Path file, String groupName) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DeploymentLock(channel);
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      // The same answer as to another process.
    }
    channel.close();
    throw new TurbineException(
        Category.STATE,
        "Another deployment to %s is running; wait until it is over.".formatted(groupName));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
