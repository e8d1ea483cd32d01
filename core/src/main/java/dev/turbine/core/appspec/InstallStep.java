package dev.turbine.core.appspec;

/**
 * One step of the event {@code Install}. Paths of the machine are absolute, in their simplest form.
 */
public sealed interface InstallStep {
  /**
   * Makes one folder; the folder above it exists by then.
   *
   * @param folder where
   */
  record MakeFolder(String folder) implements InstallStep {}

  /**
   * Copies a file with its mode and time, or a link as a link, over what stands there.
   *
   * @param source the path from the revision's root
   * @param destination where
   */
  record Copy(String source, String destination) implements InstallStep {}

  /**
   * Sets the permission bits of what the deployment installed.
   *
   * @param object a file or folder
   * @param mode the bits
   */
  record ChangeMode(String object, FileMode mode) implements InstallStep {}
}
