package dev.turbine.airflow.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that make a stack out of Airflow's services, as environment variables.
 *
 * <p>A value a person sets wins over {@link #defaults}; {@link #required} wins over everything.
 * {@code docs/airflow-settings.md} lists them for readers.
 */
public final class AirflowSettings {
  /** The connection through which task logs are written: users' own AWS settings stay their own. */
  public static final String LOGS_CONNECTION = "turbine_logs";

  /** The connection that DAGs may use for the stack's object store. */
  public static final String OBJECTS_CONNECTION = "turbine_s3";

  /** Names the folder that all workers share; {@code /mnt/efs} on AWS. */
  public static final String SHARED_FOLDER_VARIABLE = "TURBINE_SHARED_FOLDER";

  /** Names the bucket for what tasks keep. */
  public static final String DATA_BUCKET_VARIABLE = "TURBINE_DATA_BUCKET";

  /** The name of the DAG bundle that serves the stack's releases. */
  public static final String BUNDLE = "project";

  private static final String BUNDLE_CLASS = "turbine_airflow.bundle.ReleaseBundle";

  /** In one order: a service whose settings read differently is not adopted. */
  private static final String BUNDLES =
      "[{\"name\":\"%s\",\"classpath\":\"%s\",\"kwargs\":{}}]".formatted(BUNDLE, BUNDLE_CLASS);

  /** Names the folder of the stack's releases; read by {@code turbine_airflow}. */
  private static final String RELEASES_VARIABLE = "TURBINE_RELEASES";

  /** Names the file with the daemon's address; read by {@code turbine_airflow}. */
  private static final String AGENT_VARIABLE = "TURBINE_AGENT";

  /** The queue of every task that names none, and of Airflow's callbacks. */
  public static final String DEFAULT_QUEUE = "default";

  /** Local servers want a region and ignore which. */
  private static final String REGION = "us-east-1";

  private static final ObjectMapper JSON = new ObjectMapper();

  private AirflowSettings() {}

  /**
   * What a person may change.
   *
   * @param slots how many tasks all workers execute at once
   */
  public static Map<String, String> defaults(int slots) {
    Map<String, String> settings = new TreeMap<>();
    set(settings, "core.load_examples", "False");
    // Caps queued and running tasks together: below the slots, some would never be used. The factor
    // keeps messages in the queue for workers that become free.
    int tasks = Math.max(32, 2 * slots);
    set(settings, "core.parallelism", tasks);
    // 16 by default: one DAG could not fill more slots than that. With just the slots, each slot of
    // a DAG alone would wait for the scheduler's next round whenever a task has ended.
    set(settings, "core.max_active_tasks_per_dag", tasks);
    // At 30 s, Airflow's default, a second change within that time shows new code with the old
    // structure.
    set(settings, "core.min_serialized_dag_update_interval", 0);
    // A running task is killed after this many missed heartbeats, one each 5 s; 3 by default. A
    // restart of the api-server or the database must not be felt by it; yet it must end before the
    // scheduler, which waits 300 s (task_instance_heartbeat_timeout), starts it a second time.
    set(settings, "workers.max_failed_heartbeats", 48);
    // A task fails when the api-server does not answer: within 5 s and at 5 tries by default, too
    // little for a busy laptop, or for a restart. The pauses between tries grow to 90 s.
    set(settings, "workers.execution_api_timeout", 30);
    set(settings, "workers.execution_api_retries", 10);
    // How long a task may wait for a worker; 600 s by default, less than it takes to drain a burst.
    set(settings, "scheduler.task_queued_timeout", 1800);
    // What a scheduler that died had sent and what failed before it began waits for this: 300 s by
    // default. The price is a query a minute.
    set(settings, "scheduler.orphaned_tasks_check_interval", 60);
    // A release that became active is looked for once a second, should its signal be lost.
    set(settings, "dag_processor.bundle_refresh_check_interval", 1);
    // 1 s by default: too short for a queue on a busy machine.
    set(settings, "celery.operation_timeout", 10);
    // Messages that SQS does not take are sent again so often before their task fails; 3 by
    // default. It shall stay queued for as long as a task may (scheduler.task_queued_timeout).
    set(settings, "celery.task_publish_max_retries", 10_000);
    // The default resolves a full name, which is slow or wrong behind a VPN.
    set(settings, "core.hostname_callable", "socket.gethostname");
    // A table every 30 s, a line for each request of the UI, several for each look at the DAG files
    // and for each DAG in them: nobody would find the line that matters.
    set(settings, "dag_processor.print_stats_interval", 0);
    set(
        settings,
        "logging.namespace_levels",
        "http.access=WARNING airflow.dag_processing.manager.DagFileProcessorManager=WARNING"
            + " airflow.models.dag=WARNING airflow.serialization.definitions.dag=WARNING");
    return settings;
  }

  /**
   * What the stack stands on; {@link ReservedOptions} refuses these to a person.
   *
   * @param webPort where the api-server listens, on 127.0.0.1
   * @param concurrency slots of each worker of the default set; others are told theirs as they
   *     start
   */
  public static Map<String, String> required(
      AirflowFolders folders,
      StoreAddresses stores,
      AirflowSecrets secrets,
      int webPort,
      int concurrency) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("AIRFLOW_HOME", folders.home().toString());
    settings.put(SHARED_FOLDER_VARIABLE, folders.shared().toString());
    settings.put(DATA_BUCKET_VARIABLE, stores.dataBucket());
    String database =
        stores.databaseUser() + ":" + secrets.databasePassword() + "@" + stores.database();
    URI web = URI.create("http://127.0.0.1:" + webPort);

    set(settings, "core.executor", "CeleryExecutor");
    settings.put(RELEASES_VARIABLE, folders.releases().toString());
    settings.put(AGENT_VARIABLE, folders.agent().toString());
    // core.plugins_folder is a process's own: that of the release it was started with.
    set(settings, "dag_processor.dag_bundle_config_list", BUNDLES);
    set(settings, "dag_processor.dag_bundle_storage_path", folders.home().resolve("bundles"));
    // Turbine removes releases itself, by what runs need.
    set(settings, "dag_processor.stale_bundle_cleanup_interval", 0);
    set(settings, "core.execution_api_server_url", web + "/execution/");
    set(settings, "core.fernet_key", secrets.fernetKey());
    set(settings, "core.simple_auth_manager_users", "admin:admin");
    set(settings, "core.simple_auth_manager_passwords_file", folders.passwords());
    // The driver is named: the provider's default is psycopg 3, the lock holds psycopg 2.
    set(settings, "database.sql_alchemy_conn", "postgresql+psycopg2://" + database);

    set(settings, "api.host", "127.0.0.1");
    set(settings, "api.port", webPort);
    set(settings, "api.base_url", web);
    set(settings, "api.secret_key", secrets.apiSecretKey());
    set(settings, "api_auth.jwt_secret", secrets.jwtSecret());

    set(settings, "operators.default_queue", DEFAULT_QUEUE);
    set(settings, "celery.broker_url", brokerUrl(stores.queues()));
    set(settings, "celery.result_backend", "db+postgresql+psycopg2://" + database);
    set(settings, "celery.worker_concurrency", concurrency);
    // Remote control works over no SQS; it would only make a queue for each worker.
    set(settings, "celery.worker_enable_remote_control", "False");
    broker(settings, "region", REGION);
    broker(settings, "is_secure", "False");
    broker(settings, "wait_time_seconds", 10);
    broker(settings, "polling_interval", 0);
    // kombu sets it only on queues that it creates; ours carry it, and both must agree.
    broker(settings, "visibility_timeout", VISIBILITY_TIMEOUT_SECONDS);
    broker(settings, "predefined_queues", predefinedQueues(stores.taskQueues()));

    set(settings, "logging.base_log_folder", folders.taskLogs());
    set(settings, "logging.remote_logging", "True");
    set(settings, "logging.remote_base_log_folder", "s3://" + stores.logsBucket() + "/tasks");
    set(settings, "logging.remote_log_conn_id", LOGS_CONNECTION);
    String connection = objectsConnection(stores.objects(), secrets);
    connection(settings, LOGS_CONNECTION, connection);
    connection(settings, OBJECTS_CONNECTION, connection);
    return settings;
  }

  /**
   * The name of the environment variable that sets an Airflow option.
   *
   * @param option {@code section.option}, as in Airflow's configuration reference
   */
  public static String variable(String option) {
    int dot = option.indexOf('.');
    return "AIRFLOW__%s__%s"
        .formatted(option.substring(0, dot), option.substring(dot + 1))
        .toUpperCase(Locale.ROOT);
  }

  /**
   * How long a message stays out of sight that a dead worker had. Workers extend it every quarter
   * of this for messages whose tasks run: three failures in a row are survived.
   */
  public static final int VISIBILITY_TIMEOUT_SECONDS = 120;

  private static void set(Map<String, String> settings, String option, Object value) {
    settings.put(variable(option), value.toString());
  }

  private static void broker(Map<String, String> settings, String option, Object value) {
    set(settings, "celery_broker_transport_options." + option, value);
  }

  private static void connection(Map<String, String> settings, String id, String json) {
    settings.put("AIRFLOW_CONN_" + id.toUpperCase(Locale.ROOT), json);
  }

  /** ElasticMQ checks no credentials, and kombu signs with whatever stands in the address. */
  private static String brokerUrl(URI queues) {
    return "sqs://local:local@" + queues.getAuthority();
  }

  private static String predefinedQueues(Map<String, URI> queues) {
    Map<String, Object> byName = new TreeMap<>();
    queues.forEach((name, address) -> byName.put(name, Map.of("url", address.toString())));
    return json(byName);
  }

  private static String objectsConnection(URI endpoint, AirflowSecrets secrets) {
    Map<String, Object> extra = Map.of("endpoint_url", endpoint.toString(), "region_name", REGION);
    return json(
        new TreeMap<>(
            Map.of(
                "conn_type",
                "aws",
                "login",
                secrets.objectsKey(),
                "password",
                secrets.objectsSecret(),
                "extra",
                new TreeMap<>(extra))));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
