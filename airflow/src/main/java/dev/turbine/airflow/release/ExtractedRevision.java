package dev.turbine.airflow.release;

import dev.turbine.core.release.Manifest;
import dev.turbine.core.release.ReleaseContent;
import java.util.Optional;

/**
 * What an archive had in it.
 *
 * @param content its files, which alone make the release's id
 * @param manifest empty for an archive that was made by hand
 */
public record ExtractedRevision(ReleaseContent content, Optional<Manifest> manifest) {}
