package dev.turbine.local.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Makes Airflow's role and database, or brings them up to date; harmless when repeated. */
record DatabaseBootstrap(DatabaseAccess superuser, DatabaseAccess airflow) {
  private static final String INVALID_PASSWORD = "28P01";

  /** Whether the server takes the superuser's password. */
  boolean isAccepted() throws SQLException {
    try (Connection connection = superuser.connect()) {
      return connection.isValid(5);
    } catch (SQLException e) {
      if (INVALID_PASSWORD.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  void run() throws SQLException {
    try (Connection connection = superuser.connect();
        Statement statement = connection.createStatement()) {
      String role = statement.enquoteIdentifier(airflow.user(), true);
      String database = statement.enquoteIdentifier(airflow.database(), true);
      if (!has(statement, "pg_roles WHERE rolname = ", airflow.user())) {
        statement.execute("CREATE ROLE " + role);
      }
      statement.execute(
          "ALTER ROLE "
              + role
              + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD "
              + statement.enquoteLiteral(airflow.password()));
      if (!has(statement, "pg_database WHERE datname = ", airflow.database())) {
        statement.execute("CREATE DATABASE " + database + " OWNER " + role);
      }
    }
  }

  private static boolean has(Statement statement, String condition, String name)
      throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT 1 FROM " + condition + statement.enquoteLiteral(name))) {
      return found.next();
    }
  }
}
