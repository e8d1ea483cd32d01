package dev.turbine.airflow.release;

import dev.turbine.core.release.ReleaseContent;
import dev.turbine.core.release.ReleaseFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads what lies in a release's snapshot of {@code /airflow}. */
public final class SnapshotContent {
  private SnapshotContent() {}

  /** Its files, by paths relative to {@code /airflow}. */
  public static ReleaseContent read(Path airflow) {
    FileHashes hashes = new FileHashes();
    List<ReleaseFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(airflow)) {
      for (Path file :
          (Iterable<Path>)
              all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))::iterator) {
        files.add(hashes.read(airflow.relativize(file).toString(), file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ReleaseContent(files);
  }

  /**
   * The text of its Python files, by the same paths; what is not UTF-8 is read as well as may be.
   */
  public static Map<String, String> pythonSources(Path airflow, ReleaseContent content) {
    Map<String, String> sources = new TreeMap<>();
    try {
      for (ReleaseFile file : content.files()) {
        if (file.path().endsWith(".py")) {
          byte[] bytes = Files.readAllBytes(airflow.resolve(file.path()));
          sources.put(file.path(), new String(bytes, StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources;
  }
}
