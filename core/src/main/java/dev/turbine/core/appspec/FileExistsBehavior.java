package dev.turbine.core.appspec;

/**
 * What becomes of a file that stands where one of the revision should land and that the previous
 * deployment did not install.
 */
public enum FileExistsBehavior {
  /** The deployment fails; CodeDeploy's default. */
  DISALLOW,
  /** The revision's file replaces it. */
  OVERWRITE,
  /** It stays, and the revision's file is not installed. */
  RETAIN
}
