package dev.turbine.cli.doctor;

import dev.turbine.local.store.UserNamespace;
import java.util.List;

/** Whether PostgreSQL, which refuses root, can run as this user. */
record RootCheck(String user) implements Check {
  @Override
  public String subject() {
    return "user";
  }

  @Override
  public List<Finding> examine() {
    String seen =
        UserNamespace.prefix().isEmpty()
            ? user
            : user + "; PostgreSQL runs in a user namespace, which is allowed";
    return List.of(Finding.ok(subject(), seen));
  }
}
