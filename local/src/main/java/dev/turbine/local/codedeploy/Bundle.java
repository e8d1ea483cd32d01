package dev.turbine.local.codedeploy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** What brings a revision's files. */
@FunctionalInterface
public interface Bundle {
  /**
   * Puts all files of the revision into a folder, {@code appspec.yml} among them, with their modes.
   * A revision that is one folder with all of it inside is taken as well.
   *
   * @param folder exists and is empty
   * @param discarded a revision that is not needed any more, whose files may be moved from there
   */
  void unpack(Path folder, Optional<Path> discarded) throws IOException, InterruptedException;
}
