package dev.turbine.cli;

import dev.turbine.airflow.api.AirflowApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The peer in benchmarks: {@code airflow standalone} of the same version with its own defaults, on
 * a free port.
 */
record StandaloneAirflow(Process process, URI web) implements AutoCloseable {
  private static final String PASSWORD = "peer";

  /**
   * Starts it; it is up when its API answers.
   *
   * @param environment a Python environment with Airflow
   * @param home takes its configuration, its database and its log
   * @param dags the folder of its DAGs
   */
  static StandaloneAirflow start(Path environment, Path home, Path dags) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.createDirectories(home);
    Path passwords = home.resolve("passwords.json");
    Files.writeString(passwords, "{\"admin\": \"" + PASSWORD + "\"}");
    ProcessBuilder builder =
        new ProcessBuilder(environment.resolve("bin/airflow").toString(), "standalone")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("standalone.log").toFile());
    Map<String, String> variables = builder.environment();
    variables.put("PATH", environment.resolve("bin") + ":" + variables.get("PATH"));
    variables.put("AIRFLOW_HOME", home.toString());
    variables.put("AIRFLOW__CORE__DAGS_FOLDER", dags.toString());
    variables.put("AIRFLOW__CORE__LOAD_EXAMPLES", "False");
    variables.put("AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE", passwords.toString());
    variables.put("AIRFLOW__API__HOST", "127.0.0.1");
    variables.put("AIRFLOW__API__PORT", Integer.toString(port));
    variables.put(
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL", "http://127.0.0.1:" + port + "/execution/");
    return new StandaloneAirflow(builder.start(), URI.create("http://127.0.0.1:" + port));
  }

  /** A client, logged in. */
  AirflowApi airflow() {
    return new AirflowApi(web, "admin", PASSWORD);
  }

  /** Ends it and its services, which it leaves running when it is asked to stop. */
  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
  }
}
