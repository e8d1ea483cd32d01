package dev.turbine.airflow.settings;

import dev.turbine.core.configuration.OptionCheck;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Refuses what a stack stands on: all that {@link AirflowSettings#required} sets, and options that
 * would undo it. Everything else is a person's own to choose, however unwise.
 */
public final class ReservedOptions implements OptionCheck {
  private static final String BROKER_SECTION = "celery_broker_transport_options";

  private static final Pattern VARIABLE = Pattern.compile("AIRFLOW__(.+?)__(.+)");

  private static final Map<String, String> OPTIONS = options();

  private static final Map<String, String> VARIABLES =
      Map.of(
          "AIRFLOW_HOME",
          "Airflow's own files belong to the stack",
          "AIRFLOW_CONFIG",
          "the stack has no airflow.cfg; set options under 'airflow' in turbine.yaml",
          "PYTHONHOME",
          "the stack's Python would not find its packages",
          // turbine.yaml's is checked against the slots; a variable would win over it unchecked.
          "AIRFLOW__CORE__PARALLELISM",
          "set airflow.core.parallelism in turbine.yaml, where it is checked against the workers'"
              + " slots",
          connection(AirflowSettings.LOGS_CONNECTION),
          "the stack writes task logs through it",
          connection(AirflowSettings.OBJECTS_CONNECTION),
          "it leads to the stack's object store");

  @Override
  public Optional<String> reasonAgainst(String section, String option) {
    if (section.equals(BROKER_SECTION)) {
      return Optional.of("they must fit the stack's SQS server");
    }
    // Airflow takes the value from a command's output or a secrets backend under these names.
    return Stream.of("", "_cmd", "_secret")
        .filter(option::endsWith)
        .map(suffix -> option.substring(0, option.length() - suffix.length()))
        .flatMap(plain -> Optional.ofNullable(OPTIONS.get(section + "." + plain)).stream())
        .findFirst();
  }

  /**
   * Why an environment variable must not be set for a stack, in words that follow "cannot be set:
   * "; empty if it may be.
   *
   * @param name such as {@code AIRFLOW__CORE__EXECUTOR} or {@code AIRFLOW_HOME}
   */
  public Optional<String> reasonAgainstVariable(String name) {
    if (name.startsWith("TURBINE_")) {
      return Optional.of("names that begin with TURBINE_ are Turbine's own");
    }
    Matcher option = VARIABLE.matcher(name);
    Optional<String> reason =
        option.matches()
            ? reasonAgainst(
                option.group(1).toLowerCase(Locale.ROOT), option.group(2).toLowerCase(Locale.ROOT))
            : Optional.empty();
    return reason.or(() -> Optional.ofNullable(VARIABLES.get(name)));
  }

  private static String connection(String id) {
    return "AIRFLOW_CONN_" + id.toUpperCase(Locale.ROOT);
  }

  private static Map<String, String> options() {
    Map<String, String> reasons = new HashMap<>();
    refuse(reasons, "tasks go through the stack's queue to its workers", "core.executor");
    refuse(
        reasons,
        "DAGs and plugins come from the project's releases",
        "core.dags_folder",
        "core.plugins_folder",
        "dag_processor.dag_bundle_config_list",
        "dag_processor.dag_bundle_storage_path",
        "dag_processor.stale_bundle_cleanup_interval");
    refuse(
        reasons,
        "it follows from the web port; set ports.web in turbine.yaml",
        "core.execution_api_server_url",
        "api.port",
        "api.base_url");
    refuse(reasons, "a local stack listens on 127.0.0.1 only", "api.host");
    refuse(
        reasons,
        "the stack's services talk to the api-server by plain HTTP on 127.0.0.1",
        "api.ssl_cert",
        "api.ssl_key");
    refuse(
        reasons,
        "the stack makes its own secrets and keeps them",
        "core.fernet_key",
        "api.secret_key",
        "api_auth.jwt_secret");
    refuse(
        reasons,
        "tokens are signed with the stack's own secret",
        "api_auth.jwt_algorithm",
        "api_auth.jwt_private_key_path",
        "api_auth.trusted_jwks_url");
    refuse(
        reasons,
        "Turbine logs in as the user 'admin' of SimpleAuthManager",
        "core.auth_manager",
        // Lets every program on the machine in without a password.
        "core.simple_auth_manager_all_admins",
        "core.simple_auth_manager_users",
        "core.simple_auth_manager_passwords_file");
    refuse(
        reasons,
        "it replaces the stack's settings by those of Airflow's own tests",
        "core.unit_test_mode");
    refuse(
        reasons,
        "the stack has its own database",
        "database.sql_alchemy_conn",
        "database.sql_alchemy_conn_async",
        "database.sql_alchemy_schema",
        "celery.result_backend");
    refuse(
        reasons,
        "the stack has its own queue",
        "celery.broker_url",
        "celery.ssl_active",
        "operators.default_queue");
    refuse(
        reasons,
        "the workers' slots are counted; set workers.concurrency in turbine.yaml",
        "celery.worker_concurrency",
        "celery.worker_autoscale",
        "celery.pool");
    refuse(
        reasons,
        "a task's message stays in the queue until the task is done, or tasks of a lost worker"
            + " would be lost",
        "celery.task_acks_late");
    refuse(
        reasons,
        "it takes the place of the stack's own queue settings; set single ones in"
            + " celery.extra_celery_config",
        "celery.celery_config_options");
    refuse(reasons, "SQS carries no remote control", "celery.worker_enable_remote_control");
    refuse(
        reasons,
        "task logs go to the stack's object store",
        "logging.base_log_folder",
        "logging.remote_logging",
        "logging.remote_base_log_folder",
        "logging.remote_log_conn_id");
    refuse(
        reasons,
        "it opens a port that Turbine does not choose; 'turbine status' shows the scheduler's"
            + " health",
        "scheduler.enable_health_check");
    refuse(reasons, "the scheduler would end after so many rounds", "scheduler.num_runs");
    return Map.copyOf(reasons);
  }

  private static void refuse(Map<String, String> reasons, String reason, String... options) {
    for (String option : options) {
      reasons.put(option, reason);
    }
  }
}
