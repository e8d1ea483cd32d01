package dev.turbine.local.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The conversation with one life of the Python parent: a JSON object per line, requests on its
 * standard input, replies and events on its standard output. {@code turbine_airflow/parent.py}
 * documents the messages.
 */
final class ForkProtocol {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Process parent;
  private final Writer requests;
  private final Map<Long, CompletableFuture<RunningProcess>> starting = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<ProcessExit>> exits = new ConcurrentHashMap<>();
  private long lastRequest;

  ForkProtocol(Process parent) {
    this.parent = parent;
    this.requests = parent.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("python-parent-reports").start(this::read);
  }

  /** Asks for a child; the future fails with an {@link IOException} that says why there is none. */
  synchronized CompletableFuture<RunningProcess> start(
      String name, String program, List<String> arguments, Map<String, String> extra, Path output) {
    CompletableFuture<RunningProcess> started = new CompletableFuture<>();
    long id = ++lastRequest;
    starting.put(id, started);
    Map<String, Object> child =
        Map.of(
            "name",
            name,
            "program",
            program,
            "arguments",
            arguments,
            "environment",
            extra,
            "log",
            output.toString());
    try {
      requests.write(JSON.writeValueAsString(Map.of("id", id, "start", child)) + "\n");
      requests.flush();
    } catch (IOException e) {
      started.completeExceptionally(e);
    }
    return started;
  }

  private void read() {
    try (BufferedReader reports = parent.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = reports.readLine()) != null) {
        handle(JSON.readTree(line));
      }
    } catch (JsonProcessingException notOurProtocol) {
      parent.destroyForcibly();
    } catch (IOException ended) {
      // Told to everyone who waits, below.
    }
    IOException gone = new IOException("the Python parent ended");
    starting.values().forEach(started -> started.completeExceptionally(gone));
  }

  private void handle(JsonNode report) {
    if (report.has("exited")) {
      exited(report.get("exited"));
    } else if (report.has("id")) {
      CompletableFuture<RunningProcess> started = starting.remove(report.get("id").asLong());
      if (started != null) {
        replied(report, started);
      }
    }
  }

  private void replied(JsonNode reply, CompletableFuture<RunningProcess> started) {
    if (!reply.has("pid")) {
      started.completeExceptionally(new IOException(reply.path("error").asText("no reason given")));
      return;
    }
    long pid = reply.get("pid").asLong();
    CompletableFuture<ProcessExit> exit = new CompletableFuture<>();
    exits.put(pid, exit);
    started.complete(new RunningProcess(ProcessIdentity.ofStarted(pid), exit));
  }

  private void exited(JsonNode report) {
    CompletableFuture<ProcessExit> exit = exits.remove(report.get("pid").asLong());
    if (exit != null) {
      JsonNode signal = report.path("signal");
      exit.complete(
          signal.isNumber()
              ? new ProcessExit.Killed(signal.asInt())
              : new ProcessExit.Status(report.get("status").asInt()));
    }
  }
}
