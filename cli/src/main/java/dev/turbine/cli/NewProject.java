package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A minimal project that is not yet written.
 *
 * @param root its folder, absolute; need not exist
 */
record NewProject(Path root) {
  /** What {@link #write} writes. */
  static final List<ProjectFile> FILES =
      List.of(
          ProjectFile.of("airflow/dags/hello.py", "a DAG to begin with"),
          new ProjectFile("airflow/plugins/.gitkeep", Optional.empty(), "Airflow plugins"),
          new ProjectFile("airflow/include/.gitkeep", Optional.empty(), "what the DAGs read"),
          ProjectFile.of("airflow/requirements.txt", "packages that the DAGs need"),
          ProjectFile.of("airflow_settings.yaml", "connections, pools, variables"),
          new ProjectFile(".env.example", Optional.of("env.example"), "secrets: copy it to .env"),
          ProjectFile.of("turbine.yaml", "settings of the local stack"),
          ProjectFile.of("tests/test_dags.py", "for turbine pytest"),
          // Under their own names Maven leaves it out and git obeys it.
          new ProjectFile(".gitignore", Optional.of("gitignore"), "what git leaves out"));

  /**
   * One file of a project.
   *
   * @param path below the project's folder
   * @param resource its content; without one it is empty
   * @param purpose in a few words
   */
  record ProjectFile(String path, Optional<String> resource, String purpose) {
    private static ProjectFile of(String path, String purpose) {
      return new ProjectFile(path, Optional.of(path), purpose);
    }

    private byte[] content() throws IOException {
      if (resource.isEmpty()) {
        return new byte[0];
      }
      String name = "project/" + resource.get();
      try (InputStream content = NewProject.class.getResourceAsStream(name)) {
        return Objects.requireNonNull(content, name).readAllBytes();
      }
    }
  }

  /**
   * Writes all files, or none.
   *
   * @throws TurbineException PROJECT with all that stands in the way; MACHINE if the folder cannot
   *     be written
   */
  void write() {
    List<Path> present =
        FILES.stream().flatMap(file -> inTheWayOf(file.path())).distinct().toList();
    if (!present.isEmpty()) {
      String names = String.join("\n  ", present.stream().map(this::shown).toList());
      throw new TurbineException(
          Category.PROJECT,
          """
          Nothing was written to %s: these are there already.
            %s
          Move them away, or name another folder: turbine init FOLDER\
          """
              .formatted(root, names));
    }
    List<Path> written = new ArrayList<>();
    try {
      for (ProjectFile file : FILES) {
        write(file, written);
      }
    } catch (IOException e) {
      written.forEach(NewProject::takeBack);
      String reason = e instanceof FileSystemException known ? reason(known) : e.getMessage();
      throw new TurbineException(
          Category.MACHINE,
          "Cannot write the project to %s: %s. No file was written.".formatted(root, reason),
          e);
    }
  }

  private void write(ProjectFile file, List<Path> written) throws IOException {
    Path target = root.resolve(file.path());
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    Files.createFile(target);
    written.add(target);
    Files.write(target, file.content());
  }

  /** The file itself, or a file where one of its folders should be. */
  private Stream<Path> inTheWayOf(String path) {
    Path target = root.resolve(path);
    Stream<Path> folders =
        Stream.iterate(target.getParent(), folder -> folder.startsWith(root), Path::getParent)
            .filter(folder -> isThere(folder) && !Files.isDirectory(folder));
    return Stream.concat(folders, Stream.of(target).filter(NewProject::isThere));
  }

  private String shown(Path path) {
    return path.equals(root) ? root + " (not a folder)" : root.relativize(path).toString();
  }

  private static boolean isThere(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static String reason(FileSystemException e) {
    return switch (e) {
      case AccessDeniedException denied -> denied.getFile() + " is not yours to write";
      case FileAlreadyExistsException file -> file.getFile() + " is not a folder";
      case FileSystemException other -> String.valueOf(other.getMessage());
    };
  }

  private static void takeBack(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      // The failure that led here is the one to tell.
    }
  }
}
