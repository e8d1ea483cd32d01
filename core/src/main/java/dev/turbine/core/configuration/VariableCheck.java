package dev.turbine.core.configuration;

import java.util.Optional;

/** Decides which environment variables a project may set. */
@FunctionalInterface
public interface VariableCheck {
  /** A check that accepts every variable. */
  VariableCheck NONE = variable -> Optional.empty();

  /**
   * Why a project must not set a variable and what to do instead, as the end of a sentence that
   * begins with the variable's name; empty if it may.
   */
  Optional<String> reasonAgainst(String variable);
}
