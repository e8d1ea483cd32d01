package dev.turbine.cli.doctor;

import dev.turbine.airflow.environment.Requirements;
import dev.turbine.core.TurbineException;
import dev.turbine.local.stack.LocalProject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that the project consists of.
 *
 * @param root the project's folder
 */
record ProjectCheck(Path root) implements Check {
  @Override
  public String subject() {
    return "project";
  }

  @Override
  public List<Finding> examine() {
    LocalProject project;
    try {
      project = LocalProject.load(root);
    } catch (TurbineException wrong) {
      return List.of(Finding.failed(subject(), wrong));
    }
    return List.of(
        Finding.ok(subject(), root + files()),
        dags(project.layout().dags()),
        requirements(project.layout().requirements()));
  }

  private String files() {
    return Stream.of("turbine.yaml", ".env", "airflow_settings.yaml")
        .filter(name -> Files.exists(root.resolve(name)))
        .collect(Collectors.joining(", ", " (", ")"))
        .replace(" ()", "");
  }

  private static Finding dags(Path folder) {
    return Files.isReadable(folder)
        ? Finding.ok("dags", folder.toString())
        : Finding.failed("dags", folder + " cannot be read", "Make it readable for yourself.");
  }

  private static Finding requirements(Path file) {
    try {
      Requirements requirements = Requirements.read(file);
      int count = requirements.packages().size();
      return Finding.ok(
          "requirements", count == 0 ? "Airflow only" : "Airflow and %d more".formatted(count));
    } catch (TurbineException wrong) {
      return Finding.failed("requirements", wrong);
    }
  }
}
