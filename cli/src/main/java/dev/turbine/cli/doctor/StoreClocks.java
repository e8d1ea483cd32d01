package dev.turbine.cli.doctor;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.store.DatabaseAccess;
import dev.turbine.local.store.ObjectAccess;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Asks stores for the time. Each question ends within ten seconds. */
final class StoreClocks {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private StoreClocks() {}

  /** PostgreSQL's {@code now()}. */
  static Instant of(DatabaseAccess access) throws SQLException {
    try (Connection connection = access.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT now()")) {
      rows.next();
      return rows.getObject(1, OffsetDateTime.class).toInstant();
    }
  }

  /** The {@code Date} header of any answer, a refusal included. */
  static Instant of(ObjectAccess access) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build()) {
      HttpRequest request = HttpRequest.newBuilder(access.endpoint()).timeout(LIMIT).build();
      return client.send(request, BodyHandlers.discarding()).headers().firstValue("Date").stream()
          .map(date -> ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
          .findFirst()
          .orElseThrow(() -> new TurbineException(Category.FAILED, "The S3 server tells no time."));
    }
  }
}
