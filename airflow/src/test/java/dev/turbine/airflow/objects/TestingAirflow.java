package dev.turbine.airflow.objects;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what is sent to Airflow's API and gives the answers it was told to, else a 404. */
final class TestingAirflow implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, Answer> answers = new HashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private record Answer(int status, String body) {}

  record Request(String line, String body) {}

  TestingAirflow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
    answers.put("POST /auth/token", new Answer(201, "{\"access_token\": \"t\"}"));
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** To call before the first request. */
  void answer(String line, int status, String body) {
    answers.put(line, new Answer(status, body));
  }

  /** All but the login. */
  List<Request> requests() {
    return requests.stream().filter(request -> !request.line.endsWith("/auth/token")).toList();
  }

  private void handle(HttpExchange exchange) throws IOException {
    if (exchange.getRequestHeaders().containsKey("Upgrade")) {
      throw new IOException("uvicorn would drop the body of a request to upgrade");
    }
    String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    requests.add(new Request(line, sent));
    Answer answer = answers.getOrDefault(line, new Answer(404, "{\"detail\": \"Not found\"}"));
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
