package dev.turbine.airflow.objects;

import java.util.Optional;

/**
 * A pool of Airflow.
 *
 * @param name 1 to 256 characters
 * @param slots from 0; -1 for no limit
 */
public record Pool(String name, int slots, Optional<String> description) {
  /** The pool that Airflow creates itself; only its slots can be changed. */
  public static final String DEFAULT = "default_pool";
}
