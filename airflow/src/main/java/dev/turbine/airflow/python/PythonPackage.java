package dev.turbine.airflow.python;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The Python package {@code turbine_airflow}, which lives inside Airflow's processes. */
public final class PythonPackage {
  private static final String NAME = "turbine_airflow";

  private PythonPackage() {}

  /**
   * Writes the package into a folder, in place of an earlier version.
   *
   * @param folder for {@code PYTHONPATH}; exists
   */
  public static void extractTo(Path folder) {
    URL resource = Objects.requireNonNull(PythonPackage.class.getResource(NAME));
    try {
      URI source = resource.toURI();
      if (source.getScheme().equals("jar")) {
        try (FileSystem jar = FileSystems.newFileSystem(source, Map.of())) {
          copy(jar.provider().getPath(source), folder.resolve(NAME));
        }
      } else {
        copy(Path.of(source), folder.resolve(NAME));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(source)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path to = target.resolve(source.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
