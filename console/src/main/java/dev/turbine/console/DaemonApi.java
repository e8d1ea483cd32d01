package dev.turbine.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.turbine.core.TurbineException;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.deployment.DeploymentOrder;
import dev.turbine.local.stack.StackControl;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.ContentType;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.UnauthorizedResponse;
import io.javalin.json.JavalinJackson;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * Serves the daemon's HTTP API on 127.0.0.1. Every request carries {@code Authorization: Bearer
 * TOKEN}.
 *
 * <pre>
 * GET  /api/v1/status            the stack's {@link dev.turbine.local.stack.StackStatus}
 * GET  /metrics                  load and workers of each worker set, for Prometheus
 * POST /api/v1/stop?now=BOOLEAN  begins to stop the stack; answers at once with 202
 * POST /api/v1/imports?environment=ID    imports the project's DAGs; answers, when it is done, what
 *                                turbine_airflow.parse reports, or 409 if the stack has another
 *                                Python environment
 * POST /api/v1/deployments       begins what a {@link DeploymentOrder} wants; answers at once with
 *                                202 and {"id": …}
 * GET  /api/v1/deployments/ID    a {@link dev.turbine.local.deployment.DeploymentStatus}, or 404
 * POST /api/v1/deployments/ID/activate    for the hooks of a deployment; answers {"message": …}
 * POST /api/v1/releases/ID/imports        imports a release's DAGs as above; 404 if it is not here
 * POST /api/v1/releases/ID/restore        brings a release back to the disk; the same answer
 * </pre>
 */
public final class DaemonApi implements AutoCloseable {
  static final String STATUS = "/api/v1/status";
  private static final String METRICS = "/metrics";
  static final String STOP = "/api/v1/stop";
  static final String IMPORTS = "/api/v1/imports";
  static final String DEPLOYMENTS = "/api/v1/deployments";
  static final String RELEASES = "/api/v1/releases";

  private final Javalin server;
  private final StackControl stack;
  private final byte[] authorization;

  /**
   * Serves at once.
   *
   * @param port on 127.0.0.1, free
   * @param token what a client has to send
   */
  public DaemonApi(StackControl stack, int port, String token) {
    this.stack = stack;
    this.authorization = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
    this.server = Javalin.create(this::configure).start("127.0.0.1", port);
  }

  private void configure(JavalinConfig config) {
    config.startup.showJavalinBanner = false;
    config.jsonMapper(new JavalinJackson(mapper(), false));
    config.routes.before(this::authorize);
    config.routes.get(STATUS, context -> context.json(stack.status()));
    config.routes.get(
        METRICS,
        context ->
            context
                .contentType(Metrics.CONTENT_TYPE)
                .result(Metrics.of(stack.status().workerSets())));
    config.routes.post(STOP, this::stop);
    config.routes.post(IMPORTS, this::importDags);
    config.routes.post(RELEASES + "/{id}/imports", this::importDagsOf);
    config.routes.post(DEPLOYMENTS, this::deploy);
    config.routes.get(DEPLOYMENTS + "/{id}", this::deployment);
    config.routes.post(
        DEPLOYMENTS + "/{id}/activate",
        context -> message(context, stack.deployments().activate(context.pathParam("id"))));
    config.routes.post(
        RELEASES + "/{id}/restore",
        context -> message(context, stack.deployments().restore(context.pathParam("id"))));
    config.routes.exception(
        TurbineException.class,
        (failure, context) ->
            context
                .status(HttpStatus.INTERNAL_SERVER_ERROR)
                .json(Map.of("error", String.valueOf(failure.getMessage()))));
  }

  /** The JSON that both sides speak. */
  static ObjectMapper mapper() {
    return new ObjectMapper().findAndRegisterModules();
  }

  private void authorize(Context context) {
    String header = context.header("Authorization");
    byte[] given = (header == null ? "" : header).getBytes(StandardCharsets.UTF_8);
    if (!MessageDigest.isEqual(given, authorization)) {
      throw new UnauthorizedResponse("The token is missing or wrong.");
    }
  }

  private void stop(Context context) {
    stack.requestStop(Boolean.parseBoolean(context.queryParam("now")));
    context.status(HttpStatus.ACCEPTED).json(Map.of());
  }

  private void importDags(Context context) throws InterruptedException {
    stack
        .importDags(String.valueOf(context.queryParam("environment")))
        .ifPresentOrElse(
            report -> context.contentType(ContentType.APPLICATION_JSON).result(report),
            () -> context.status(HttpStatus.CONFLICT).json(Map.of()));
  }

  private void importDagsOf(Context context) throws InterruptedException {
    stack
        .importDagsOf(new ReleaseId(context.pathParam("id")))
        .ifPresentOrElse(
            report -> context.contentType(ContentType.APPLICATION_JSON).result(report),
            () -> context.status(HttpStatus.NOT_FOUND).json(Map.of()));
  }

  private void deploy(Context context) {
    String id = stack.deployments().deploy(context.bodyAsClass(DeploymentOrder.class));
    context.status(HttpStatus.ACCEPTED).json(Map.of("id", id));
  }

  private void deployment(Context context) {
    stack
        .deployments()
        .deployment(context.pathParam("id"))
        .ifPresentOrElse(context::json, () -> context.status(HttpStatus.NOT_FOUND).json(Map.of()));
  }

  private static void message(Context context, String message) {
    context.json(Map.of("message", message));
  }

  @Override
  public void close() {
    server.stop();
  }
}
