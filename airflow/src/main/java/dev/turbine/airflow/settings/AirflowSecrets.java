package dev.turbine.airflow.settings;

/**
 * What a stack's Airflow keeps secret.
 *
 * @param databasePassword of Airflow's own database user
 * @param fernetKey encrypts connections and variables: 32 bytes, URL-safe base64
 * @param jwtSecret signs the tokens between the services
 * @param apiSecretKey signs sessions and log fetches
 * @param adminPassword of the user {@code admin}
 * @param objectsKey and
 * @param objectsSecret open the object store
 */
public record AirflowSecrets(
    String databasePassword,
    String fernetKey,
    String jwtSecret,
    String apiSecretKey,
    String adminPassword,
    String objectsKey,
    String objectsSecret) {

  /** Shows no secret. */
  @Override
  public String toString() {
    return "AirflowSecrets[…]";
  }
}
