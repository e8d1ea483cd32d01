package dev.turbine.airflow.environment;

import java.util.Optional;
import java.util.stream.Stream;

/**
 * A minor version of Python that has a committed lock, in the order of preference: Airflow's own
 * constraints are resolved and tested on 3.12; of the others the newer one comes first.
 */
public enum SupportedPython {
  /** Python 3.12, which Airflow 3.3.1's constraints are made for. */
  V3_12(12),
  /** Python 3.13. */
  V3_13(13),
  /** Python 3.11. */
  V3_11(11);

  private final int minor;

  SupportedPython(int minor) {
    this.minor = minor;
  }

  /** As a person writes it, such as {@code 3.12}. */
  public String text() {
    return "3." + minor;
  }

  /** The one that a person wrote as {@code 3.12}; empty for every other text. */
  public static Optional<SupportedPython> of(String text) {
    return Stream.of(values()).filter(python -> python.text().equals(text)).findFirst();
  }

  /** The one that a full version such as {@code 3.12.1} belongs to; empty when there is none. */
  static Optional<SupportedPython> ofVersion(String version) {
    return Stream.of(values()).filter(p -> version.startsWith(p.text() + ".")).findFirst();
  }
}
