package dev.turbine.airflow.release;

import dev.turbine.core.release.ReleaseFile;
import java.util.List;
import java.util.Optional;

/** The appspec.yml of a project that has none, and the script that it calls. */
final class DefaultAppSpec {
  /** At an archive's root, as CodeDeploy wants it. */
  static final String FILE = "appspec.yml";

  /** Called when all files are in place; executable. */
  static final String SCRIPT = "turbine-activate.sh";

  static final String SCRIPT_TEXT = "#!/bin/sh\nexec turbine-agent activate\n";

  private static final List<String> PARTS = List.of("dags", "plugins", "include");
  private static final String REQUIREMENTS = "requirements.txt";

  private DefaultAppSpec() {}

  /**
   * The text for a project.
   *
   * @param content its files
   * @param airflowFolder {@code airflow}, or empty when the root itself has the DAGs
   * @return empty if no file of it would reach {@code /airflow}
   */
  static Optional<String> of(List<ReleaseFile> content, String airflowFolder) {
    StringBuilder files = new StringBuilder();
    if (!airflowFolder.isEmpty()) {
      if (hasAnyBelow(content, airflowFolder)) {
        add(files, airflowFolder, "/airflow");
      }
    } else {
      for (String part : PARTS) {
        if (hasAnyBelow(content, part)) {
          add(files, part, "/airflow/" + part);
        }
      }
      if (content.stream().anyMatch(file -> file.path().equals(REQUIREMENTS))) {
        add(files, REQUIREMENTS, "/airflow");
      }
    }
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            """
            version: 0.0
            os: linux
            files:
            %sfile_exists_behavior: OVERWRITE
            hooks:
              ApplicationStart:
                - location: %s
                  timeout: 600
            """
                .formatted(files, SCRIPT));
  }

  private static boolean hasAnyBelow(List<ReleaseFile> content, String folder) {
    return content.stream().anyMatch(file -> file.path().startsWith(folder + "/"));
  }

  private static void add(StringBuilder files, String source, String destination) {
    files.append("  - source: %s\n    destination: %s\n".formatted(source, destination));
  }
}
