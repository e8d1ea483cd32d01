package dev.turbine.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.turbine.core.TurbineException;
import dev.turbine.core.service.RestartPolicy;
import dev.turbine.local.port.PortCheck;
import dev.turbine.local.secret.Secrets;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class PostgresStoreIT {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private static final int SLOTS = 16;

  @TempDir Path folder;
  private Path directory;
  private Secrets secrets;
  private int port;

  @BeforeEach
  void choose() throws IOException {
    directory = folder.resolve("my prøject ☃/postgres");
    secrets = Secrets.of(folder);
    port = freePort();
  }

  @AfterEach
  void stop() throws IOException {
    Postmaster.of(directory.resolve("data")).ifPresent(left -> left.process().destroyForcibly());
  }

  @Test
  void aHundredSlotsFindTheirConnections() throws SQLException {
    try (PostgresStore store =
            PostgresStore.open(directory, port, 100, secrets, TestCache.folder());
        Connection connection = store.access().connect();
        Statement statement = connection.createStatement()) {
      assertThat(Integer.parseInt(one(statement, "SHOW max_connections")))
          .isGreaterThanOrEqualTo(2 * 100 + 5 * 15);
    }
  }

  @Test
  void airflowOwnsItsDatabaseAndIsNoSuperuser() throws SQLException {
    try (PostgresStore store = open();
        Connection connection = store.access().connect();
        Statement statement = connection.createStatement()) {
      assertThat(
              one(
                  statement,
                  "SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles"
                      + " WHERE rolname = current_user"))
          .isEqualTo("f");
      assertThat(
              one(
                  statement,
                  "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'airflow'"))
          .isEqualTo("airflow");
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(one(statement, "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(one(statement, "SHOW server_encoding")).isEqualTo("UTF8");
      assertThat(one(statement, "SELECT lower('Ä')")).isEqualTo("ä");
      DatabaseAccess admin = DatabaseAccess.superuser(port, secrets.databaseAdmin());
      try (Connection superuser = admin.connect();
          Statement question = superuser.createStatement()) {
        assertThat(one(question, "SHOW unix_socket_directories")).isEmpty();
        assertThat(
                one(
                    question,
                    "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method"
                        + " <> 'scram-sha-256' OR address <> '127.0.0.1'"))
            .isEqualTo("0");
      }
    }
  }

  @Test
  void wrongPasswordsAreRefusedAndNotShown() {
    try (PostgresStore store = open()) {
      assertThat(store.isRunning()).isTrue();
      assertRefused(DatabaseAccess.airflow(port, "wrong"));
      assertRefused(DatabaseAccess.airflow(port, secrets.databaseAdmin()));
      assertRefused(DatabaseAccess.superuser(port, "wrong"));
      assertRefused(DatabaseAccess.superuser(port, secrets.databaseAirflow()));
      assertThatThrownBy(() -> RoundTrip.through(DatabaseAccess.airflow(port, "hunter2")))
          .isInstanceOf(TurbineException.class)
          .hasMessageContaining("airflow@127.0.0.1:" + port)
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void survivorMovesWhenThePortChangesAndFollowsNewPasswords() throws Exception {
    keep(open());
    Files.delete(folder.resolve("secrets.json"));
    secrets = Secrets.of(folder);
    int before = port;
    port = freePort();
    assertThat(PostgresStore.survivorPort(directory)).hasValue(before);
    try (PostgresStore store = open()) {
      assertThat(PortCheck.isFree(before)).isTrue();
      assertKept(store);
    }
    assertThat(PostgresStore.survivorPort(directory)).isEmpty();
    assertThat(PortCheck.isFree(port)).isTrue();
  }

  @Test
  void survivorStaysAsItIsWhenTheNewPortIsTaken() throws Exception {
    keep(open());
    int before = port;
    try (ServerSocket other = new ServerSocket(0)) {
      port = other.getLocalPort();
      assertThatThrownBy(this::open).hasMessageContainingAll("" + port, "ports.database");
    }
    port = before;
    try (PostgresStore store = open()) {
      assertKept(store);
    }
  }

  @Test
  void processFileWithAReusedNumberDoesNotStopTheNextStart() throws Exception {
    try (PostgresStore store = open()) {
      keep(store);
    }
    Path data = directory.resolve("data");
    Files.writeString(
        data.resolve("postmaster.pid"),
        "%d\n%s\n1\n%d\n\n127.0.0.1\n\nready\n"
            .formatted(ProcessHandle.current().pid(), data, port));
    try (PostgresStore store = open()) {
      assertKept(store);
    }
  }

  @Test
  void serverThatWasKilledRecoversWhatWasCommitted() throws Exception {
    PostgresStore killed = open();
    keep(killed);
    Postmaster.of(directory.resolve("data")).orElseThrow().process().destroyForcibly();
    await().until(() -> !killed.isRunning());
    // Its other processes may live on, and hold its port until they notice.
    try (PostgresStore store = open()) {
      assertKept(store);
    }
  }

  @Test
  @Timeout(120)
  void whileItIsWatchedAServerThatIsKilledIsStartedAgain() throws Exception {
    try (PostgresStore store = open();
        Connection busy = store.access().connect();
        Statement statement = busy.createStatement();
        DatabaseWatch _ = DatabaseWatch.over(store, RestartPolicy.DEFAULT, Clock.systemUTC())) {
      keep(store);
      Thread.ofVirtual().start(() -> keepTheServerBusy(statement));
      Path data = directory.resolve("data");
      ProcessHandle killed = Postmaster.of(data).orElseThrow().process();
      killed.destroyForcibly();
      while (Postmaster.of(data)
          .filter(Postmaster::ready)
          .filter(server -> server.process().pid() != killed.pid())
          .isEmpty()) {
        Thread.sleep(LOOK_AGAIN);
      }
      assertKept(store);
    }
    assertThat(PostgresStore.survivorPort(directory)).isEmpty();
  }

  /** A process of the server that does not notice that its postmaster died. */
  private static void keepTheServerBusy(Statement statement) {
    try {
      statement.execute("SELECT sum(sqrt(number)) FROM generate_series(1, 1000000000) AS number");
    } catch (SQLException killed) {
      // As it must be.
    }
  }

  @Test
  void dataOfAnotherPostgresqlIsLeftAlone() throws IOException {
    Path data = Files.createDirectories(directory.resolve("data"));
    Files.writeString(data.resolve("PG_VERSION"), "16\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(TurbineException.class)
        .hasMessageContainingAll("PostgreSQL 16", "PostgreSQL 17", data.toString());
    assertThat(directory).isDirectoryNotContaining("glob:**/log");
  }

  private PostgresStore open() {
    return PostgresStore.open(directory, port, SLOTS, secrets, TestCache.folder());
  }

  private static void keep(PostgresStore store) throws SQLException {
    try (Connection connection = store.access().connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 'kept' AS text");
    }
  }

  private static void assertKept(PostgresStore store) throws SQLException {
    try (Connection connection = store.access().connect();
        Statement statement = connection.createStatement()) {
      assertThat(one(statement, "SELECT text FROM kept")).isEqualTo("kept");
    }
  }

  private static void assertRefused(DatabaseAccess access) {
    assertThatThrownBy(access::connect)
        .isInstanceOfSatisfying(
            SQLException.class, refusal -> assertThat(refusal.getSQLState()).isEqualTo("28P01"));
  }

  private static String one(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
