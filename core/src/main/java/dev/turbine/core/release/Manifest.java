package dev.turbine.core.release;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * What is known about a release beside its files.
 *
 * @param id of the content
 * @param made when it was made first, to the millisecond
 * @param by who made it, such as {@code ana@laptop}; may be empty
 * @param description in the words of who made it; may be empty
 * @param airflowVersion such as {@code 3.3.1}
 * @param python the minor version of Python, such as {@code 3.12}
 * @param requirementsHash SHA-256 of requirements.txt, {@link Sha256#OF_NOTHING} when there is none
 * @param lockHash SHA-256 of the lock that requirements.txt is resolved on top of
 * @param content its files
 */
public record Manifest(
    ReleaseId id,
    Instant made,
    String by,
    String description,
    String airflowVersion,
    String python,
    String requirementsHash,
    String lockHash,
    ReleaseContent content) {
  private static final Pattern PYTHON = Pattern.compile("3\\.[0-9]+");

  /** Refuses an id that is not the content's. */
  public Manifest {
    if (!id.equals(content.id())) {
      throw new IllegalArgumentException(
          "The manifest says release %s, its files are release %s".formatted(id, content.id()));
    }
    made = Instant.ofEpochMilli(made.toEpochMilli());
    if (airflowVersion.isBlank()) {
      throw new IllegalArgumentException(
          "The manifest of release " + id + " has no airflow version");
    }
    if (!PYTHON.matcher(python).matches()) {
      throw new IllegalArgumentException(
          "The python of release %s must be a minor version such as 3.12: \"%s\""
              .formatted(id, python));
    }
    Sha256.require("The hash of the requirements", requirementsHash);
    Sha256.require("The hash of the lock", lockHash);
  }
}
