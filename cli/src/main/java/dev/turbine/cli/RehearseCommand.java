package dev.turbine.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.environment.SupportedPython;
import dev.turbine.airflow.release.ManifestMaker;
import dev.turbine.airflow.release.ProjectRevision;
import dev.turbine.airflow.release.Revision;
import dev.turbine.airflow.release.RevisionArchive;
import dev.turbine.airflow.release.S3ReleaseStore;
import dev.turbine.airflow.run.DagRuns;
import dev.turbine.console.DaemonClient;
import dev.turbine.core.release.Manifest;
import dev.turbine.local.store.ObjectAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Loads the classes that commands need which talk to a stack, for the launcher's AOT cache: one
 * made of {@code --help} alone leaves them out, and half of such a command's time is loading them.
 */
@Command(
    name = "rehearse",
    hidden = true,
    description = "Does what deploy does, to nobody. Started by the launcher, not by hand.")
final class RehearseCommand implements Callable<Integer> {
  private static final String ANSWER =
      "{\"access_token\": \"none\", \"dags\": [], \"dag_runs\": [], \"import_errors\": [],"
          + " \"total_entries\": 0}";

  @Mixin private ProjectOption project = new ProjectOption();

  @Override
  public Integer call() throws InterruptedException, IOException {
    Path root = project.load().layout().root();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", RehearseCommand::answer);
    server.start();
    try {
      int port = server.getAddress().getPort();
      askDaemon(port);
      askAirflow(port);
      store(new ProjectRevision(root).read(), port);
    } finally {
      server.stop(0);
    }
    return 0;
  }

  private static void answer(HttpExchange request) throws IOException {
    try (request) {
      request.getRequestBody().readAllBytes();
      if (request.getRequestMethod().equals("HEAD")) {
        request.sendResponseHeaders(404, -1);
        return;
      }
      byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
      request.getResponseHeaders().add("Content-Type", "application/json");
      request.sendResponseHeaders(200, answer.length);
      request.getResponseBody().write(answer);
    }
  }

  private static void askDaemon(int port) throws InterruptedException {
    try (DaemonClient daemon = new DaemonClient(port, "none")) {
      var _ = daemon.importDags("none");
    }
  }

  private static void askAirflow(int port) throws InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + port);
    try (AirflowApi api = new AirflowApi(address, "none", "none")) {
      DagRuns runs = new DagRuns(api);
      var _ = runs.origins();
      var _ = runs.unfinished();
      var _ = runs.brokenFiles();
    }
  }

  private static void store(Revision revision, int port) {
    Manifest manifest =
        new ManifestMaker(SupportedPython.values()[0], Clock.systemUTC())
            .of(revision.content(), "none", "");
    try (S3Client s3 = new ObjectAccess(port, "none", "none").client()) {
      S3ReleaseStore store = new S3ReleaseStore(s3, ObjectAccess.DEPLOYMENTS);
      if (!store.has(manifest.id())) {
        RevisionArchive.put(revision, manifest, store);
      }
    }
  }
}
