package dev.turbine.airflow.python;

import org.junit.jupiter.api.Test;

/** The tests of {@code turbine_airflow.parent}, which take as long as all others. */
class PythonParentIT {
  static final String TESTS = "src/test/python/test_parent.py";

  @Test
  void itsOwnTestsPass() throws Exception {
    PythonTests.pass(TESTS);
  }
}
