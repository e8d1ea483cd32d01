package dev.turbine.local.store;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.file.PrivateFile;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.PortCheck;
import dev.turbine.local.secret.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The stack's PostgreSQL, a process of its own that survives a sudden end of this one. The next
 * opening adopts it when it runs as it should, and restarts it cleanly when anything differs.
 */
public final class PostgresStore implements AutoCloseable {
  private final PostgresPrograms programs;
  private final Path data;
  private final DatabaseAccess access;
  private boolean closed;

  private PostgresStore(PostgresPrograms programs, Path data, DatabaseAccess access) {
    this.programs = programs;
    this.data = data;
    this.access = access;
  }

  /**
   * Returns when Airflow can log in to its database. The passwords are those of {@code secrets}
   * afterwards, whichever they were before.
   *
   * @param directory the store's own folder; made when missing
   * @param slots how many tasks may run at once, for the number of connections
   * @param cache the user's cache folder of Turbine, for PostgreSQL's programs
   * @throws TurbineException when the port is taken, the data belongs to another version, or the
   *     server does not start
   */
  public static PostgresStore open(
      Path directory, int port, int slots, Secrets secrets, Path cache) {
    Path absolute = directory.toAbsolutePath();
    Path data = absolute.resolve("data");
    try {
      PrivateFile.folder(absolute);
      requireVersion(data);
      PostgresPrograms programs = new PostgresPrograms(PostgresBinaries.unpacked(cache), absolute);
      DatabaseAccess airflow = DatabaseAccess.airflow(port, secrets.databaseAirflow());
      PostgresStore store = new PostgresStore(programs, data, airflow);
      store.run(new PostgresSettings(port, slots), secrets);
      try {
        store.prepare(DatabaseAccess.superuser(port, secrets.databaseAdmin()));
        return store;
      } catch (RuntimeException e) {
        store.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The port of a server that survived on this folder: it is the stack's own, not taken. */
  public static OptionalInt survivorPort(Path directory) {
    try {
      Optional<Postmaster> survivor = Postmaster.of(directory.resolve("data"));
      return survivor.map(found -> OptionalInt.of(found.port())).orElse(OptionalInt.empty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Stops a server that survived on this folder and waits for its end; does nothing without one.
   *
   * @param cache the user's cache folder of Turbine, for PostgreSQL's programs
   */
  public static void stopSurvivor(Path directory, Path cache) {
    try {
      if (Postmaster.of(directory.resolve("data")).isPresent()) {
        new PostgresPrograms(PostgresBinaries.unpacked(cache), directory).stop();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void run(PostgresSettings settings, Secrets secrets) throws IOException {
    int port = settings.port();
    Optional<Postmaster> survivor = Postmaster.of(data);
    if (survivor.isPresent()) {
      if (survivor.get().ready() && survivor.get().port() == port && settings.isWritten(data)) {
        return;
      }
      // Before the port is needed: nothing changes when it is another program's.
      if (survivor.get().port() != port) {
        PortCheck.requireFree(Port.DATABASE, port);
      }
      programs.stop();
    }
    if (Files.exists(data)) {
      Postmaster.endOrphans(data);
    }
    PortCheck.requireFree(Port.DATABASE, port);
    if (Files.exists(data)) {
      Postmaster.forget(data);
    } else {
      programs.initialize(secrets.databaseAdmin());
    }
    settings.write(data);
    programs.start();
  }

  private void prepare(DatabaseAccess superuser) throws IOException {
    try {
      DatabaseBootstrap bootstrap = new DatabaseBootstrap(superuser, access);
      if (!bootstrap.isAccepted()) {
        programs.stop();
        programs.resetSuperuser(superuser.password());
        programs.start();
      }
      bootstrap.run();
    } catch (SQLException e) {
      throw new TurbineException(
          Category.FAILED,
          "PostgreSQL on port %d runs but could not be prepared for Airflow: %s"
              .formatted(superuser.port(), e.getMessage()),
          e);
    }
  }

  private static void requireVersion(Path data) throws IOException {
    Path file = data.resolve("PG_VERSION");
    if (!Files.exists(data)) {
      return;
    }
    String version = Files.exists(file) ? Files.readString(file).strip() : "none";
    if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
      throw new TurbineException(
          Category.STATE,
          """
          The database in %s was made by PostgreSQL %s; this Turbine has PostgreSQL %s and cannot \
          read it.
          Use the Turbine that made it, or start afresh with `turbine destroy`, which deletes \
          Airflow's history.\
          """
              .formatted(data, version, PostgresBinaries.MAJOR_VERSION));
    }
  }

  /** How Airflow reaches its database. */
  public DatabaseAccess access() {
    return access;
  }

  /** The folder of the server's logs, one file for each weekday. */
  Path logs() {
    return data.resolveSibling("log");
  }

  /** Whether the server's process runs. */
  public boolean isRunning() {
    try {
      return Postmaster.of(data).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts the server again when its process has died; what was committed is there.
   *
   * @return whether it had died
   * @throws TurbineException if it does not start
   */
  public synchronized boolean revive() {
    if (closed || isRunning()) {
      return false;
    }
    try {
      Postmaster.endOrphans(data);
      Postmaster.forget(data);
      programs.start();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops the server for good and waits for its end, 50 seconds at most. */
  @Override
  public synchronized void close() {
    closed = true;
    try {
      if (isRunning()) {
        programs.stop();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
