package dev.turbine.local.stack;

import dev.turbine.airflow.settings.AirflowFolders;
import dev.turbine.airflow.settings.AirflowSecrets;
import dev.turbine.airflow.settings.AirflowSettings;
import dev.turbine.airflow.settings.StoreAddresses;
import dev.turbine.core.configuration.WorkerSetOptions;
import dev.turbine.local.port.Port;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.store.DatabaseAccess;
import dev.turbine.local.store.ObjectAccess;
import dev.turbine.local.store.QueueAccess;
import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment variables of every process of a stack: what it inherits from the person's shell,
 * what Turbine presets, what the person sets, and what the stack stands on; later wins.
 */
public final class StackEnvironment {
  private StackEnvironment() {}

  /**
   * What is the stack's own, without the person's shell: the same for the same project.
   *
   * @param ports the numbers that the stack listens on
   */
  public static Map<String, String> settings(
      LocalProject project, Secrets secrets, ToIntFunction<Port> ports) {
    StackDirectory directory = project.directory();
    int webPort = ports.applyAsInt(Port.WEB);
    QueueAccess queues = new QueueAccess(ports.applyAsInt(Port.QUEUE));
    StoreAddresses stores =
        new StoreAddresses(
            "127.0.0.1:" + ports.applyAsInt(Port.DATABASE) + "/" + DatabaseAccess.AIRFLOW,
            DatabaseAccess.AIRFLOW,
            queues.endpoint(),
            taskQueues(project, queues),
            URI.create("http://127.0.0.1:" + ports.applyAsInt(Port.OBJECTS)),
            ObjectAccess.LOGS,
            ObjectAccess.DATA);
    AirflowFolders folders =
        new AirflowFolders(
            directory.home(),
            directory.releases(),
            directory.agent(),
            directory.taskLogs(),
            directory.passwords(),
            directory.shared());
    AirflowSecrets airflow =
        new AirflowSecrets(
            secrets.databaseAirflow(),
            secrets.fernetKey(),
            secrets.jwtSecret(),
            secrets.apiSecretKey(),
            secrets.adminPassword(),
            secrets.objectsAccessKey(),
            secrets.objectsSecretKey());
    List<WorkerSetOptions> sets = project.configuration().workerSets();
    int concurrency = sets.getFirst().set().concurrency();

    Map<String, String> settings = chosen(project, project.configuration().slots());
    settings.putAll(AirflowSettings.required(folders, stores, airflow, webPort, concurrency));
    // Nobody reads it: a worker that outlived its daemon is adopted only if it has these slots.
    settings.put(
        "TURBINE_WORKER_SETS",
        sets.stream()
            .map(options -> options.set().name() + ":" + options.set().concurrency())
            .collect(Collectors.joining(",")));
    settings.put("PYTHONPATH", pythonPath(project, Stream.empty()));
    return settings;
  }

  private static Map<String, URI> taskQueues(LocalProject project, QueueAccess access) {
    return project.configuration().workerSets().stream()
        .flatMap(options -> options.set().queues().stream())
        .collect(Collectors.toMap(queue -> queue, queue -> URI.create(access.address(queue))));
  }

  /**
   * What stands in for a stack's settings where there is none, or where it must not be touched: the
   * person's own settings with a database and folders in {@link StackDirectory#scratch}.
   */
  static Map<String, String> settingsWithoutStack(LocalProject project) {
    Path scratch = project.directory().scratch();
    Map<String, String> settings = chosen(project, 1);
    settings.putAll(projectFolders(project));
    settings.put("AIRFLOW_HOME", scratch.toString());
    settings.put(AirflowSettings.SHARED_FOLDER_VARIABLE, scratch.resolve("shared").toString());
    settings.put(AirflowSettings.DATA_BUCKET_VARIABLE, ObjectAccess.DATA);
    Map.of(
            "core.executor",
            "LocalExecutor",
            "database.sql_alchemy_conn",
            "sqlite:///" + scratch.resolve("airflow.db"),
            "logging.base_log_folder",
            scratch.resolve("logs").toString(),
            "logging.remote_logging",
            "False")
        .forEach((option, value) -> settings.put(AirflowSettings.variable(option), value));
    return settings;
  }

  /** Lets a process import from the project's folder itself, and not from a release. */
  static Map<String, String> projectFolders(LocalProject project) {
    return Map.of(
        AirflowSettings.variable("core.dags_folder"),
        project.layout().dags().toString(),
        AirflowSettings.variable("core.plugins_folder"),
        project.layout().plugins().toString(),
        "PYTHONPATH",
        pythonPath(project, Stream.of(project.layout().airflowFolder())));
  }

  /** What Turbine presets and what the person sets, who wins. */
  private static Map<String, String> chosen(LocalProject project, int slots) {
    Map<String, String> settings = new TreeMap<>(AirflowSettings.defaults(slots));
    project
        .configuration()
        .airflow()
        .forEach((section, options) ->
            options.forEach((option, value) ->
                settings.put(AirflowSettings.variable(section + "." + option), value)));
    settings.putAll(project.dotEnv());
    return settings;
  }

  private static String pythonPath(LocalProject project, Stream<Path> modules) {
    return Stream.of(
            Stream.of(project.directory().python().toString()),
            modules.map(Path::toString),
            Stream.of(project.dotEnv().getOrDefault("PYTHONPATH", "")))
        .flatMap(entries -> entries)
        .filter(entry -> !entry.isEmpty())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /**
   * The complete environment of a process.
   *
   * @param shell the person's own environment
   * @param settings as {@link #settings} gives them
   * @param python the root of the Python environment, whose programs lead {@code PATH}
   */
  public static Map<String, String> complete(
      Map<String, String> shell, Map<String, String> settings, Path python) {
    Map<String, String> environment = new TreeMap<>(shell);
    // Left over from another Airflow or virtual environment, they would mix two installations.
    environment
        .keySet()
        .removeIf(name ->
            name.startsWith("AIRFLOW__")
                || name.equals("AIRFLOW_CONFIG")
                || name.equals("PYTHONHOME")
                || name.equals("PYTHONPATH"));
    environment.putAll(settings);
    environment.put("VIRTUAL_ENV", python.toString());
    environment.merge(
        "PATH", python.resolve("bin").toString(), (path, bin) -> bin + File.pathSeparator + path);
    return environment;
  }
}
