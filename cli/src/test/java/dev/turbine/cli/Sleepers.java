package dev.turbine.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A DAG of as many sleeping tasks as its run asks for. */
final class Sleepers {
  static final String DAG = "sleepers";

  private static final String SOURCE =
      """
      import time

      from airflow.sdk import dag, task


      @dag(schedule=None, params={"count": 4, "seconds": 1})
      def sleepers():
          @task
          def numbers(params=None):
              return list(range(params["count"]))

          @task
          def nap(number, params=None):
              time.sleep(params["seconds"])

          nap.expand(number=numbers())


      sleepers()
      """;

  private Sleepers() {}

  /** A project with this DAG and one worker of four slots; nothing is started. */
  static TestingStack project(Path root) throws IOException {
    return TestingStack.ofDag(root, "sleepers.py", SOURCE);
  }

  /** The parameters of a run. */
  static Map<String, Object> conf(int count, int seconds) {
    return Map.of("count", count, "seconds", seconds);
  }

  /** The process of a service, as {@code turbine status} tells it. */
  static ProcessHandle process(JsonNode status, String service) {
    return ProcessHandle.of(pid(status, service)).orElseThrow();
  }

  /** The process id of a service, whether it still lives or not. */
  static long pid(JsonNode status, String service) {
    for (JsonNode each : status.at("/stack/services")) {
      if (each.path("name").asText().equals(service)) {
        return each.path("pid").asLong();
      }
    }
    throw new AssertionError("no service " + service + " in " + status);
  }
}
