package dev.turbine.cli.doctor;

import java.util.List;

/** The Java that runs this. */
record JavaCheck(Runtime.Version version, String home) implements Check {
  private static final int NEEDED = 25;

  @Override
  public String subject() {
    return "java";
  }

  @Override
  public List<Finding> examine() {
    String seen = "%s in %s".formatted(version, home);
    return List.of(
        version.feature() >= NEEDED
            ? Finding.ok(subject(), seen)
            : Finding.failed(
                subject(), seen, "Turbine needs a JDK 25: set TURBINE_JAVA_HOME to one."));
  }
}
