package dev.turbine.airflow.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A client of Airflow's REST API, logged in as one user.
 *
 * <p>Each request has a time limit. A request that is safe to repeat is repeated for a while when
 * the connection fails; others are sent once.
 */
public final class AirflowApi implements AutoCloseable {
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(30);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofMillis(500);
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client =
      HttpClient.newBuilder()
          // Asked to upgrade to HTTP/2, uvicorn drops the request's body.
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI address;
  private final String user;
  private final String password;
  private final Duration patience;
  private Optional<String> token = Optional.empty();

  /**
   * Nothing is sent yet.
   *
   * @param address where the api-server listens, such as {@code http://127.0.0.1:8080}
   */
  public AirflowApi(URI address, String user, String password) {
    this(address, user, password, PATIENCE);
  }

  private AirflowApi(URI address, String user, String password, Duration patience) {
    this.address = address;
    this.user = user;
    this.password = password;
    this.patience = patience;
  }

  /**
   * Another client of the same Airflow.
   *
   * @param patience how long a request that is safe to repeat is repeated while nothing answers
   */
  public AirflowApi withPatience(Duration patience) {
    return new AirflowApi(address, user, password, patience);
  }

  /** A segment of a path, escaped. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * Reads.
   *
   * @param path below {@code /api/v2/}
   * @return empty where Airflow knows no such thing
   * @throws TurbineException if Airflow cannot be reached or refuses
   */
  public Optional<JsonNode> get(String path) throws InterruptedException {
    Answer answer = send("GET", path, Optional.empty());
    return answer.status == NOT_FOUND ? Optional.empty() : Optional.of(answer.accepted());
  }

  /**
   * Creates or starts something.
   *
   * @param path below {@code /api/v2/}
   * @throws TurbineException if Airflow cannot be reached or refuses
   */
  public JsonNode post(String path, Object body) throws InterruptedException {
    return send("POST", path, Optional.of(body)).accepted();
  }

  /**
   * Changes something.
   *
   * @param path below {@code /api/v2/}
   * @throws TurbineException if Airflow cannot be reached or refuses
   */
  public JsonNode patch(String path, Object body) throws InterruptedException {
    return send("PATCH", path, Optional.of(body)).accepted();
  }

  private Answer send(String method, String path, Optional<Object> body)
      throws InterruptedException {
    Answer answer = exchange(method, "/api/v2/" + path, body, Optional.of(login()));
    if (answer.status == UNAUTHORIZED) {
      // The token has a life time; a follower of a long run outlasts it.
      token = Optional.empty();
      answer = exchange(method, "/api/v2/" + path, body, Optional.of(login()));
    }
    return answer;
  }

  private String login() throws InterruptedException {
    if (token.isEmpty()) {
      JsonNode answer =
          exchange(
                  "POST",
                  "/auth/token",
                  Optional.of(Map.of("username", user, "password", password)),
                  Optional.empty())
              .accepted();
      token = Optional.of(answer.path("access_token").asText());
    }
    return token.get();
  }

  private Answer exchange(
      String method, String path, Optional<Object> body, Optional<String> bearer)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(REQUEST_LIMIT)
            .header("Accept", "application/json")
            .method(
                method,
                body.map(content -> BodyPublishers.ofString(write(content)))
                    .orElseGet(BodyPublishers::noBody));
    body.ifPresent(content -> request.header("Content-Type", "application/json"));
    bearer.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    long deadline = System.nanoTime() + (method.equals("GET") ? patience.toNanos() : 0);
    while (true) {
      try {
        HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), method + " " + path, response.body());
      } catch (IOException e) {
        if (System.nanoTime() >= deadline) {
          throw new TurbineException(
              Category.FAILED,
              "Airflow does not answer at " + address + ": " + e + ". See turbine status.",
              e);
        }
        Thread.sleep(LOOK_AGAIN);
      }
    }
  }

  private String write(Object content) {
    try {
      return json.writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private final class Answer {
    private final int status;
    private final String request;
    private final String body;

    private Answer(int status, String request, String body) {
      this.status = status;
      this.request = request;
      this.body = body;
    }

    private JsonNode accepted() {
      if (status / 100 != 2) {
        throw new TurbineException(
            Category.FAILED,
            "Airflow refused %s with status %d: %s".formatted(request, status, reason()));
      }
      try {
        return json.readTree(body);
      } catch (JsonProcessingException e) {
        throw new TurbineException(
            Category.FAILED, "Airflow answered " + request + " with something else than JSON.", e);
      }
    }

    /** Where and why only: Airflow's answer to an invalid body quotes it, secrets and all. */
    private static String invalidFields(JsonNode detail) {
      return StreamSupport.stream(detail.spliterator(), false)
          .map(field ->
              StreamSupport.stream(field.path("loc").spliterator(), false)
                      .map(JsonNode::asText)
                      .collect(Collectors.joining("."))
                  + ": "
                  + field.path("msg").asText())
          .distinct()
          .collect(Collectors.joining("; "));
    }

    private String reason() {
      try {
        JsonNode detail = json.readTree(body).path("detail");
        return detail.isArray() ? invalidFields(detail) : detail.asText("no reason given");
      } catch (JsonProcessingException notJson) {
        return body.lines().findFirst().orElse("no reason given");
      }
    }
  }
}
