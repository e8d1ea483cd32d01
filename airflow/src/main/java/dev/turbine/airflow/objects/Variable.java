package dev.turbine.airflow.objects;

/**
 * A variable of Airflow.
 *
 * @param name 1 to 250 characters
 * @param value a secret
 */
public record Variable(String name, String value) {
  /** Its name only. */
  @Override
  public String toString() {
    return "Variable[name=%s]".formatted(name);
  }
}
