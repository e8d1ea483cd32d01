package dev.turbine.airflow.python;

import org.junit.jupiter.api.Test;

/** The tests of {@code turbine_airflow}, but for those of {@link PythonParentIT}. */
class PythonPackageIT {
  @Test
  void itsOwnTestsPass() throws Exception {
    PythonTests.pass("--ignore=" + PythonParentIT.TESTS);
  }
}
