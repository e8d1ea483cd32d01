package dev.turbine.local.codedeploy;

import java.io.IOException;
import java.nio.file.Path;

/** What brings a revision's files. */
@FunctionalInterface
public interface Bundle {
  /**
   * Puts all files of the revision into a folder, {@code appspec.yml} among them, with their modes.
   * A revision that is one folder with all of it inside is taken as well.
   *
   * @param folder exists and is empty
   */
  void unpack(Path folder) throws IOException, InterruptedException;

  /**
   * The same, with the help of a revision that is not needed any more.
   *
   * @param discarded its files may be moved from there; need not exist
   */
  default void unpack(Path folder, Path discarded) throws IOException, InterruptedException {
    unpack(folder);
  }
}
