package dev.turbine.local.store;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * What another process needs to reach the stack's PostgreSQL on 127.0.0.1.
 *
 * @param port the TCP port
 * @param database the database's name
 * @param user the role
 * @param password its password
 */
public record DatabaseAccess(int port, String database, String user, String password) {
  /** The role of Airflow, and the database that it owns. */
  public static final String AIRFLOW = "airflow";

  private static final String SUPERUSER = "postgres";

  /** Airflow's access: the owner of one database, not a superuser. */
  public static DatabaseAccess airflow(int port, String password) {
    return new DatabaseAccess(port, AIRFLOW, AIRFLOW, password);
  }

  /** The superuser's access, for making roles and databases only. */
  static DatabaseAccess superuser(int port, String password) {
    return new DatabaseAccess(port, SUPERUSER, SUPERUSER, password);
  }

  /** Opens a connection; gives up after ten seconds without an answer. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("sslmode", "disable");
    properties.setProperty("ApplicationName", "turbine");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
  }

  /** Shows no password. */
  @Override
  public String toString() {
    return user + "@127.0.0.1:" + port + "/" + database;
  }
}
