package dev.turbine.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.deployment.DeploymentOrder;
import dev.turbine.local.deployment.DeploymentStatus;
import dev.turbine.local.stack.StackStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** A client of a daemon's {@link DaemonApi}. */
public final class DaemonClient implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;

  /** The daemon gives up before. */
  private static final Duration IMPORT_LIMIT = Duration.ofMinutes(11);

  private final ObjectMapper json = DaemonApi.mapper();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final URI address;
  private final String token;

  /**
   * Nothing is sent yet.
   *
   * @param port where the daemon listens, on 127.0.0.1
   */
  public DaemonClient(int port, String token) {
    this.address = URI.create("http://127.0.0.1:" + port);
    this.token = token;
  }

  /**
   * The status of the stack; empty when no daemon of this stack answers.
   *
   * @throws TurbineException if it answers with something else than its status
   */
  public Optional<StackStatus> status() throws InterruptedException {
    HttpRequest request = request(DaemonApi.STATUS).GET().build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return isOurs(response)
          ? Optional.of(json.readValue(accepted(response), StackStatus.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Asks the daemon to stop the stack and itself.
   *
   * @param now whether to cut running tasks short
   * @return whether there was a daemon to ask
   */
  public boolean stop(boolean now) throws InterruptedException {
    HttpRequest request =
        request(DaemonApi.STOP + "?now=" + now).POST(BodyPublishers.noBody()).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      if (isOurs(response)) {
        accepted(response);
        return true;
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Has the daemon import the project's DAGs, and waits for it.
   *
   * @param environment the id of the Python environment to import them in
   * @return what {@code turbine_airflow.parse} reports; empty if the stack has another environment
   * @throws TurbineException if there is no daemon, or the import did not come to its end
   */
  public Optional<String> importDags(String environment) throws InterruptedException {
    return imported(DaemonApi.IMPORTS + "?environment=" + environment, CONFLICT);
  }

  /**
   * Has the daemon import a release's DAGs in its own environment, and waits for it.
   *
   * @return what {@code turbine_airflow.parse} reports; empty if the release is not on its disk
   * @throws TurbineException if there is no daemon, or the import did not come to its end
   */
  public Optional<String> importDagsOf(String release) throws InterruptedException {
    return imported(DaemonApi.RELEASES + "/" + release + "/imports", NOT_FOUND);
  }

  private Optional<String> imported(String path, int nothing) throws InterruptedException {
    HttpRequest request = request(path).timeout(IMPORT_LIMIT).POST(BodyPublishers.noBody()).build();
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return response.statusCode() == nothing ? Optional.empty() : Optional.of(accepted(response));
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /**
   * Asks the daemon to make a release active.
   *
   * @return the deployment's id
   * @throws TurbineException if there is no daemon, or it refuses
   */
  public String deploy(DeploymentOrder order) throws InterruptedException {
    try {
      HttpRequest request =
          request(DaemonApi.DEPLOYMENTS)
              .POST(BodyPublishers.ofString(json.writeValueAsString(order)))
              .build();
      String answer = accepted(client.send(request, BodyHandlers.ofString()));
      return json.readTree(answer).path("id").asText();
    } catch (IOException e) {
      throw gone(e);
    }
  }

  /**
   * Where a deployment stands.
   *
   * @throws TurbineException if there is no daemon, or it knows no such deployment
   */
  public DeploymentStatus deployment(String id) throws InterruptedException {
    HttpRequest request = request(DaemonApi.DEPLOYMENTS + "/" + id).GET().build();
    try {
      return json.readValue(
          accepted(client.send(request, BodyHandlers.ofString())), DeploymentStatus.class);
    } catch (IOException e) {
      throw gone(e);
    }
  }

  private TurbineException gone(IOException cause) {
    return new TurbineException(
        Category.STATE,
        "The daemon at %s does not answer: %s. See turbine status.".formatted(address, cause),
        cause);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(address.resolve(path))
        .timeout(LIMIT)
        .header("Authorization", "Bearer " + token);
  }

  /**
   * Another stack's daemon may listen where ours did when it last ran; it takes no token of ours.
   */
  private static boolean isOurs(HttpResponse<String> response) {
    return response.statusCode() != UNAUTHORIZED;
  }

  private String accepted(HttpResponse<String> response) {
    if (response.statusCode() / 100 != 2) {
      throw new TurbineException(
          Category.FAILED,
          "The daemon at %s answered with status %d: %s"
              .formatted(address, response.statusCode(), response.body()));
    }
    return response.body();
  }

  @Override
  public void close() {
    client.close();
  }
}
