package dev.turbine.core.configuration;

import java.util.Optional;

/** Knows which options of Airflow a person must leave alone. */
@FunctionalInterface
public interface OptionCheck {
  /** Refuses nothing. */
  OptionCheck NONE = (_, _) -> Optional.empty();

  /**
   * Why an option must not be set, in words that follow "cannot be set: "; empty if it may be.
   *
   * @param section as in Airflow's configuration reference, lower case
   * @param option likewise
   */
  Optional<String> reasonAgainst(String section, String option);
}
