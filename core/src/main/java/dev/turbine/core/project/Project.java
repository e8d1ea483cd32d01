package dev.turbine.core.project;

import java.nio.file.Path;

public record Project(Path root, Path airflowFolder) {
  public Path dags() {
    return airflowFolder.resolve("dags");
  }

  public Path plugins() {
    return airflowFolder.resolve("plugins");
  }

  public Path requirements() {
    return airflowFolder.resolve("requirements.txt");
  }
}
