package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.StackDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which project a command is about. */
final class ProjectOption {
  /** Set by the launcher: the folder of Turbine itself. */
  private static final String TURBINE_HOME = "turbine.home";

  @Option(
      names = {"-p", "--project"},
      paramLabel = "FOLDER",
      description =
          "The project's folder. Default: the one you stand in or the nearest above it; in"
              + " Turbine's own folder, its example.")
  private @Nullable Path given;

  /** The project's folder, absolute. */
  Path root() {
    Path start = Path.of("").toAbsolutePath();
    if (given != null) {
      Path root = start.resolve(given).normalize();
      if (!Files.isDirectory(root)) {
        throw new TurbineException(
            Category.PROJECT, "There is no folder " + root + ", named by --project.");
      }
      return root;
    }
    return nearest(start).or(() -> example(start)).orElse(start);
  }

  /** The stack directory of the project; it need not exist. */
  StackDirectory directory() {
    return StackDirectory.of(root());
  }

  /**
   * The project, read and checked.
   *
   * @throws TurbineException with all that is wrong with it
   */
  LocalProject load() {
    return LocalProject.load(root());
  }

  private static Optional<Path> nearest(Path start) {
    return Stream.iterate(start, folder -> folder != null, Path::getParent)
        .filter(ProjectOption::looksLikeProject)
        .findFirst();
  }

  private static boolean looksLikeProject(Path folder) {
    return Files.exists(folder.resolve("turbine.yaml"))
        || Files.isDirectory(folder.resolve("airflow").resolve("dags"))
        || Files.isDirectory(folder.resolve("dags")) && !isInsideProject(folder);
  }

  /** A folder {@code airflow} with {@code dags} in it is a part of a project, not one itself. */
  private static boolean isInsideProject(Path folder) {
    return folder.endsWith("airflow")
        && folder.getParent() != null
        && Files.exists(folder.resolveSibling("turbine.yaml"));
  }

  private static Optional<Path> example(Path start) {
    return Optional.ofNullable(System.getProperty(TURBINE_HOME))
        .map(Path::of)
        .filter(start::equals)
        .map(home -> home.resolve("examples").resolve("project"))
        .filter(Files::isDirectory);
  }
}
