package dev.turbine.airflow.release;

import dev.turbine.core.release.ReleaseContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The files of a release to be, and where to read them.
 *
 * @param content the listing
 * @param sources one for each path of the listing
 */
public record Revision(ReleaseContent content, Map<String, Source> sources) {
  /** Where a file's content comes from. */
  public sealed interface Source {
    /** A new stream over the content. */
    InputStream open() throws IOException;
  }

  /**
   * A file of the project.
   *
   * @param file may be a link to a file
   */
  public record OnDisk(Path file) implements Source {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** A file that Turbine adds. */
  public record Added(String text) implements Source {
    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes());
    }

    byte[] bytes() {
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Copies. */
  public Revision {
    sources = Map.copyOf(sources);
    if (sources.size() != content.files().size()) {
      throw new IllegalArgumentException(
          "%d sources for %d files".formatted(sources.size(), content.files().size()));
    }
  }
}
