package dev.turbine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** What {@code turbine --version} says: the build writes the numbers into a resource. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() throws IOException {
    Properties numbers = numbers();
    return new String[] {
      "Turbine " + numbers.getProperty("turbine"),
      "Airflow " + numbers.getProperty("airflow"),
      "Java " + Runtime.version()
    };
  }

  /** The day of this version's sources; no clock should show an earlier time. */
  static Instant made() throws IOException {
    return Instant.parse(numbers().getProperty("made"));
  }

  private static Properties numbers() throws IOException {
    Properties numbers = new Properties();
    try (InputStream resource = Version.class.getResourceAsStream("version.properties")) {
      numbers.load(Objects.requireNonNull(resource, "version.properties is not in the jar"));
    }
    return numbers;
  }
}
