package dev.turbine.airflow.service;

import dev.turbine.core.configuration.WorkerSetOptions;
import dev.turbine.core.service.Readiness;
import dev.turbine.core.service.RestartPolicy;
import dev.turbine.core.service.Service;
import dev.turbine.core.service.StopSignal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The services of an Airflow: one description each. */
public final class AirflowServices {
  /** Names the file that a worker makes when it takes tasks; read by {@code turbine_airflow}. */
  public static final String READY_FILE_VARIABLE = "TURBINE_READY_FILE";

  /** Names the broker transport of a worker; read by {@code turbine_airflow}. */
  public static final String BROKER_TRANSPORT_VARIABLE = "TURBINE_BROKER_TRANSPORT";

  /** Names the file in which a worker tells its state; read by {@code turbine_airflow}. */
  public static final String STATE_FILE_VARIABLE = "TURBINE_STATE_FILE";

  /** Kombu's SQS transport with the manners that a worker owes its queues. */
  private static final String BROKER_TRANSPORT = "turbine_airflow.sqs:Transport";

  /** The services other than workers stop what they do at once, or are not worth waiting for. */
  private static final Duration SHORT_GRACE = Duration.ofSeconds(15);

  private AirflowServices() {}

  /**
   * Serves the UI, the REST API and the tasks' execution API. The latter is built by its first
   * request, which takes seconds: left to a task, it runs into the task's time limit.
   */
  public static Service apiServer(int port) {
    return service(
        "api-server",
        List.of("api-server"),
        Map.of(),
        new Readiness.Answers(URI.create("http://127.0.0.1:" + port + "/execution/health")),
        SHORT_GRACE);
  }

  /** Decides which task runs when, and sends it to a queue. */
  public static Service scheduler() {
    return service(
        "scheduler",
        List.of("scheduler", "--skip-serve-logs"),
        Map.of(),
        new Readiness.Heartbeat("scheduler"),
        SHORT_GRACE);
  }

  /** Reads the DAG files. */
  public static Service dagProcessor() {
    return service(
        "dag-processor",
        List.of("dag-processor"),
        Map.of(),
        new Readiness.Heartbeat("dag_processor"),
        SHORT_GRACE);
  }

  /** Waits on behalf of deferred tasks. */
  public static Service triggerer() {
    return service(
        "triggerer",
        List.of("triggerer", "--skip-serve-logs"),
        Map.of(),
        new Readiness.Heartbeat("triggerer"),
        SHORT_GRACE);
  }

  /**
   * Executes tasks. It may take as long as its set's drain limit to leave.
   *
   * @param name distinguishes the workers of a stack
   * @param set whose queues it serves
   * @param readyFile made when the worker takes tasks
   * @param stateFile written by the worker all the time, as {@code worker_state.py} says
   */
  public static Service worker(String name, WorkerSetOptions set, Path readyFile, Path stateFile) {
    return new Service(
        name,
        List.of(
            "celery",
            "worker",
            "--skip-serve-logs",
            "--concurrency",
            Integer.toString(set.set().concurrency()),
            "--queues",
            String.join(",", set.set().queues()),
            // Both ask other workers by remote control, which SQS has not.
            "--without-mingle",
            "--without-gossip"),
        Map.of(
            READY_FILE_VARIABLE,
            readyFile.toString(),
            STATE_FILE_VARIABLE,
            stateFile.toString(),
            BROKER_TRANSPORT_VARIABLE,
            BROKER_TRANSPORT),
        new Readiness.Announces(readyFile),
        StopSignal.TERM,
        set.drainLimit(),
        RestartPolicy.DEFAULT,
        Service.Orphans.FINISH);
  }

  private static Service service(
      String name,
      List<String> arguments,
      Map<String, String> environment,
      Readiness readiness,
      Duration grace) {
    return new Service(
        name, arguments, environment, readiness, StopSignal.TERM, grace, RestartPolicy.DEFAULT);
  }
}
