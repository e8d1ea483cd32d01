package dev.turbine.airflow.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Airflow's own health report, {@code /api/v2/monitor/health}: open to all, and answered with
 * status 200 however ill Airflow is.
 */
public final class AirflowHealth implements AutoCloseable {
  /** The first request of a cold api-server takes up to 8 s on a busy machine. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT_LIMIT).build();
  private final URI report;

  /**
   * Nothing is sent yet.
   *
   * @param web where the api-server listens
   */
  public AirflowHealth(URI web) {
    this.report = web.resolve("/api/v2/monitor/health");
  }

  /** Whether a GET of the address answers with status 200 within a minute. */
  public boolean answers(URI address) throws InterruptedException {
    return get(address).isPresent();
  }

  /**
   * When a component last showed that it works; empty if it never did, calls itself unhealthy, or
   * the report cannot be had.
   *
   * @param component {@code scheduler}, {@code dag_processor} or {@code triggerer}
   */
  public Optional<Instant> lastHeartbeat(String component) throws InterruptedException {
    return get(report).flatMap(body -> heartbeat(body, component));
  }

  private Optional<Instant> heartbeat(String body, String component) {
    try {
      JsonNode health = json.readTree(body).path(component);
      if (!health.path("status").asText().equals("healthy")) {
        return Optional.empty();
      }
      String time = health.path("latest_" + component + "_heartbeat").asText();
      return Optional.of(OffsetDateTime.parse(time).toInstant());
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private Optional<String> get(URI address) throws InterruptedException {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(address).timeout(LIMIT).build(), BodyHandlers.ofString());
      return response.statusCode() == OK ? Optional.of(response.body()) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
