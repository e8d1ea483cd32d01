package dev.turbine.core.release;

/** Whether a release stays on a disk, and why. */
public sealed interface Retention {
  /** Which. */
  ReleaseId release();

  /** Why, in words to follow the release. */
  String reason();

  /** It stays. */
  record Keep(ReleaseId release, String reason) implements Retention {}

  /** It goes. */
  record Remove(ReleaseId release, String reason) implements Retention {}
}
