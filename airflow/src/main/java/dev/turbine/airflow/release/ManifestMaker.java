package dev.turbine.airflow.release;

import dev.turbine.airflow.environment.BaseLock;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import dev.turbine.core.release.Sha256;
import java.time.Clock;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes the manifests of releases that are made here and now.
 *
 * @param python that the project's environments are made of
 * @param clock tells when
 */
public record ManifestMaker(SupportedPython python, Clock clock) {
  /**
   * The manifest of a release to be.
   *
   * @param by who makes it; may be empty
   * @param description in that person's words; may be empty
   */
  public Manifest of(ReleaseContent content, String by, String description) {
    BaseLock lock = Environments.baseLock(python);
    String requirements =
        Stream.of("airflow/requirements.txt", "requirements.txt")
            .map(content::file)
            .flatMap(Optional::stream)
            .findFirst()
            .map(ReleaseFile::sha256)
            .orElse(Sha256.OF_NOTHING);
    return new Manifest(
        content.id(),
        clock.instant(),
        by,
        description,
        lock.airflowVersion(),
        python.text(),
        requirements,
        lock.sha256(),
        content);
  }
}
