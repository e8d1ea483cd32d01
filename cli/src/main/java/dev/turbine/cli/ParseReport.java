package dev.turbine.cli;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code turbine_airflow.parse} tells; paths are relative to the folder of the DAGs.
 *
 * @param files those that were imported, and how long each took
 * @param dags all that could be imported
 * @param errors a file each
 * @param duplicates ids that several files, or one file several times, define
 * @param cycles DAGs that have one
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ParseReport(
    List<ParsedFile> files,
    List<ParsedDag> dags,
    List<ImportError> errors,
    List<Duplicate> duplicates,
    List<Cycle> cycles) {
  private static final String DUPLICATE = "AirflowDagDuplicatedIdException:";

  @JsonIgnoreProperties(ignoreUnknown = true)
  record ParsedFile(String file, double seconds) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record ParsedDag(String id, String file, int tasks) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record ImportError(String file, @Nullable Integer line, String message) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Duplicate(String id, List<String> files) {}

  @JsonIgnoreProperties(ignoreUnknown = true)
  record Cycle(String id, String file, String message) {}

  /** Reads what {@code turbine_airflow.parse} prints. */
  static ParseReport read(String json) {
    try {
      return new ObjectMapper().readValue(json, ParseReport.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What would be told if only some of the files were there.
   *
   * @param present their paths, as here
   */
  ParseReport within(Set<String> present) {
    Predicate<String> isPresent =
        file ->
            Stream.iterate(Path.of(file), Objects::nonNull, Path::getParent)
                // A DAG in a zip file has a path that leads into it.
                .anyMatch(path -> present.contains(path.toString()));
    List<Duplicate> shared = new ArrayList<>();
    Map<String, String> single = new HashMap<>();
    for (Duplicate duplicate : duplicates) {
      List<String> left = duplicate.files().stream().filter(isPresent).toList();
      if (left.size() > 1) {
        shared.add(new Duplicate(duplicate.id(), left));
      } else if (left.size() == 1) {
        single.put(duplicate.id(), left.getFirst());
      }
    }
    return new ParseReport(
        files.stream().filter(file -> isPresent.test(file.file())).toList(),
        dags.stream()
            .map(dag ->
                new ParsedDag(dag.id(), single.getOrDefault(dag.id(), dag.file()), dag.tasks()))
            .filter(dag -> isPresent.test(dag.file()))
            .toList(),
        errors.stream()
            .filter(error -> isPresent.test(error.file()))
            .filter(error -> !(isOfDuplicate(error) && single.containsValue(error.file())))
            .toList(),
        shared,
        cycles.stream().filter(cycle -> isPresent.test(cycle.file())).toList());
  }

  private static boolean isOfDuplicate(ImportError error) {
    return error.message().startsWith(DUPLICATE);
  }

  /** The file of each DAG, by its id. */
  Map<String, String> fileByDag() {
    return dags.stream().collect(Collectors.toMap(ParsedDag::id, ParsedDag::file));
  }

  /** The files that do not import. */
  Set<String> brokenFiles() {
    return errors.stream().map(ImportError::file).collect(Collectors.toSet());
  }

  double seconds() {
    return files.stream().mapToDouble(ParsedFile::seconds).sum();
  }

  /**
   * A line or more for each thing that is wrong, as compilers write them; empty if all is well.
   *
   * @param folder that of the DAGs as it is to be shown, such as {@code airflow/dags}
   */
  List<String> problems(String folder) {
    List<String> problems = new ArrayList<>();
    for (ImportError error : errors) {
      if (isOfDuplicate(error) && !duplicates.isEmpty()) {
        continue; // Told below, with all the files.
      }
      String line = error.line() == null ? "" : ":" + error.line();
      String message = error.message().strip().replace("\n", "\n    ");
      problems.add("%s/%s%s: %s".formatted(folder, error.file(), line, message));
    }
    for (Duplicate duplicate : duplicates) {
      String files = String.join(", ", duplicate.files().stream().distinct().toList());
      problems.add(
          "%s/%s: DAG %s is defined %d times: %s"
              .formatted(
                  folder,
                  duplicate.files().getLast(),
                  duplicate.id(),
                  duplicate.files().size(),
                  files));
    }
    // A cycle is an import error of its file too, which says the same without naming the DAG.
    for (Cycle cycle : cycles) {
      if (errors.stream().noneMatch(error -> error.file().equals(cycle.file()))) {
        problems.add(
            "%s/%s: DAG %s: %s".formatted(folder, cycle.file(), cycle.id(), cycle.message()));
      }
    }
    return problems;
  }
}
