package dev.turbine.cli;

import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.StackStatus;

/**
 * What scripts get to read about a running stack.
 *
 * @param user to log in to Airflow with
 * @param password of the user
 * @param stack what the daemon tells
 */
record StackReport(String user, String password, StackStatus stack) {
  static StackReport of(Stack stack, StackStatus status) {
    return new StackReport(StackDirectory.USER, stack.secrets().adminPassword(), status);
  }
}
