package dev.turbine.airflow.objects;

import java.util.Optional;

/**
 * A connection of Airflow. All but its id and type may be secret and stay out of messages.
 *
 * @param id 1 to 200 letters, digits, {@code _ . -}
 * @param type such as {@code postgres}
 * @param port 1 to 65535
 * @param extra a JSON object
 */
public record Connection(
    String id,
    String type,
    Optional<String> host,
    Optional<String> schema,
    Optional<String> login,
    Optional<String> password,
    Optional<Integer> port,
    Optional<String> extra) {

  /** Its id and type only. */
  @Override
  public String toString() {
    return "Connection[id=%s, type=%s]".formatted(id, type);
  }
}
