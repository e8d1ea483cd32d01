package dev.turbine.core.appspec;

/** The machine that files are installed on, as it is before. */
@FunctionalInterface
public interface InstallTarget {
  /** What stands at a path. */
  enum Kind {
    /** Nothing, or a link to nothing. */
    NOTHING,
    /** A folder, or a link to one. */
    FOLDER,
    /** Anything else. */
    FILE
  }

  /**
   * Says what stands at a path.
   *
   * @param path absolute, in its simplest form
   */
  Kind at(String path);
}
