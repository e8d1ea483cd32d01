package dev.turbine.core.project;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Where the parts of a person's project are; of them, only the folder of DAGs must exist.
 *
 * @param root the project's folder, absolute
 * @param airflowFolder holds the DAGs and what belongs to them: {@code airflow} in the root, or the
 *     root itself as in astro projects
 */
public record Project(Path root, Path airflowFolder) {
  /**
   * Finds the layout of a project.
   *
   * @param root the project's folder
   * @param isDirectory whether a path is an existing folder
   * @throws TurbineException if there is no folder of DAGs, or two
   */
  public static Project at(Path root, Predicate<Path> isDirectory) {
    Project nested = new Project(root, root.resolve("airflow"));
    Project flat = new Project(root, root);
    boolean isNested = isDirectory.test(nested.dags());
    boolean isFlat = isDirectory.test(flat.dags());
    if (isNested && isFlat) {
      throw new TurbineException(
          Category.PROJECT,
          "Two folders of DAGs: %s and %s. Move all DAGs into one of them and remove the other."
              .formatted(nested.dags(), flat.dags()));
    }
    if (!isNested && !isFlat) {
      throw new TurbineException(
          Category.PROJECT,
          "No Airflow project in %s: neither %s nor %s is a folder. Make one with: turbine init"
              .formatted(root, nested.dags(), flat.dags()));
    }
    return isNested ? nested : flat;
  }

  /** The DAG files. */
  public Path dags() {
    return airflowFolder.resolve("dags");
  }

  /** Airflow's plugins. */
  public Path plugins() {
    return airflowFolder.resolve("plugins");
  }

  /** Files that DAGs read, as in astro projects. */
  public Path include() {
    return airflowFolder.resolve("include");
  }

  /** The tests of the DAGs. */
  public Path tests() {
    return root.resolve("tests");
  }

  /** The Python packages that DAGs need. */
  public Path requirements() {
    return airflowFolder.resolve("requirements.txt");
  }

  /** Turbine's configuration. */
  public Path configuration() {
    return root.resolve("turbine.yaml");
  }

  /** Environment variables of the stack; may hold secrets. */
  public Path dotEnv() {
    return root.resolve(".env");
  }

  /** Connections, variables and pools; may hold secrets. */
  public Path objects() {
    return root.resolve("airflow_settings.yaml");
  }
}
