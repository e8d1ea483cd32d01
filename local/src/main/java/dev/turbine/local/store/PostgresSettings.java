package dev.turbine.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration files of the server. They replace initdb's as a whole, so that two equal ones
 * mean an equally configured server.
 *
 * @param slots how many tasks may run at once
 */
record PostgresSettings(int port, int slots) {
  /** Enough for four workers of four slots; a connection that nobody opens costs little. */
  private static final int FEWEST_CONNECTIONS = 200;

  /** Of the daemon and of Airflow's services without the workers: each up to fifteen. */
  private static final int CONNECTIONS_OF_SERVICES = 75;

  /** A slot holds up to two; while a worker is replaced, its successor's slots are there too. */
  private static final int CONNECTIONS_OF_SLOT = 4;

  private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

  private String text() {
    return """
    # Written by Turbine at each start.
    listen_addresses = '127.0.0.1'
    port = %d
    # A socket in a folder that others may enter would be a second way in.
    unix_socket_directories = ''
    password_encryption = 'scram-sha-256'
    # What was committed survives a power failure.
    fsync = on
    synchronous_commit = on
    full_page_writes = on
    max_connections = %d
    shared_buffers = '64MB'
    timezone = 'UTC'
    log_timezone = 'UTC'
    datestyle = 'iso, ymd'
    lc_messages = 'C'
    # One file a weekday, overwritten a week later.
    logging_collector = on
    log_directory = '../log'
    log_filename = 'postgres-%%a.log'
    log_rotation_age = '1d'
    log_rotation_size = 0
    log_truncate_on_rotation = on
    log_min_messages = warning
    # A statement may carry a secret.
    log_min_error_statement = panic
    """
        .formatted(
            port,
            Math.max(FEWEST_CONNECTIONS, CONNECTIONS_OF_SERVICES + CONNECTIONS_OF_SLOT * slots));
  }

  /** Whether the server with this data directory was configured like this. */
  boolean isWritten(Path data) throws IOException {
    Path file = data.resolve("postgresql.conf");
    return Files.exists(file) && Files.readString(file).equals(text());
  }

  void write(Path data) throws IOException {
    Files.writeString(data.resolve("postgresql.conf"), text());
    Files.writeString(data.resolve("pg_hba.conf"), ACCESS);
  }
}
