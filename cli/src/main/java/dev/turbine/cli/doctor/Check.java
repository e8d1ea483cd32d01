package dev.turbine.cli.doctor;

import java.util.List;

/** Looks at one group of things, and changes none of them. */
interface Check {
  /** What it looks at, for the case that it does not come to an end. */
  String subject();

  /**
   * Looks.
   *
   * @throws Exception when it cannot; the examination makes a finding of it
   */
  List<Finding> examine() throws Exception;
}
