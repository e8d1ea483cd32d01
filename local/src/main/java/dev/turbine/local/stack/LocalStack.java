package dev.turbine.local.stack;

import dev.turbine.airflow.api.AirflowApi;
import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.objects.AirflowObjects;
import dev.turbine.airflow.objects.AirflowObjectsWriter;
import dev.turbine.airflow.objects.ObjectCounts;
import dev.turbine.airflow.python.PythonPackage;
import dev.turbine.airflow.queue.SqsTaskQueue;
import dev.turbine.airflow.release.ReleaseFolder;
import dev.turbine.core.TurbineException;
import dev.turbine.core.queue.QueueDepth;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.core.service.RestartPolicy;
import dev.turbine.local.deployment.ActiveRelease;
import dev.turbine.local.deployment.DeploymentControl;
import dev.turbine.local.deployment.ReleaseComparison;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.process.RunningProcess;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.process.ServiceSupervisor;
import dev.turbine.local.scaling.ScalingRecords;
import dev.turbine.local.scaling.SetStatus;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.startup.Startup;
import dev.turbine.local.startup.Step;
import dev.turbine.local.startup.StepStatus;
import dev.turbine.local.store.DatabaseWatch;
import dev.turbine.local.store.ObjectStore;
import dev.turbine.local.store.PostgresStore;
import dev.turbine.local.store.QueueAccess;
import dev.turbine.local.store.QueueStore;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The parts of one stack: how they come up, side by side where they can, and go down in order. */
final class LocalStack {
  private final LocalProject project;
  private final Secrets secrets;
  private final Ports ports;
  private final ProjectPython pythons;
  private final Map<String, String> settings;
  private final Startup startup = new Startup();
  private final ServiceProcesses processes;
  private final AirflowProcesses services;
  private final ReleaseFolder releaseFolder;
  private final StackReleases releases;
  private final SqsClient sqs;
  private final ScalingLoops scaling;
  private volatile boolean closed;
  private Optional<DatabaseWatch> databaseWatch = Optional.empty();

  private final Step<Environment> python;
  private final Step<PostgresStore> database;
  private final Step<QueueStore> queue;
  private final Step<ObjectStore> objects;
  private final Step<ActiveRelease> release;

  /**
   * Begins to bring the stack up, and returns at once.
   *
   * @param watched whether what is saved in the project becomes active
   */
  LocalStack(
      LocalProject project, Secrets secrets, Ports ports, ProjectPython pythons, boolean watched) {
    this.project = project;
    this.secrets = secrets;
    this.ports = ports;
    this.pythons = pythons;
    this.settings = StackEnvironment.settings(project, secrets, ports::of);
    QueueAccess access = new QueueAccess(ports.of(Port.QUEUE));
    this.sqs = access.client();
    this.releaseFolder = ReleaseFolder.open(project.directory().releases());
    ReleaseComparison comparison = new ReleaseComparison(releaseFolder);
    this.processes =
        new ServiceProcesses(
            project,
            pythons.shell(),
            settings,
            (service, release, other) ->
                StackReleases.sameFor(comparison, service, release, other));
    ScalingRecords records =
        ScalingRecords.in(project.directory().scalingEvents(), project.directory().loadSamples());
    this.services = new AirflowProcesses(project, web(ports), processes, records);
    this.scaling = new ScalingLoops(services.fleets().bySet(), access, sqs, records);
    this.releases =
        new StackReleases(
            project,
            watched,
            pythons,
            ports,
            secrets,
            releaseFolder,
            comparison,
            new StackTarget(processes, services),
            this::airflow);

    python = startup.step("python", List.of(), this::preparePython);
    database = startup.step("database", List.of(), this::openDatabase);
    queue = startup.step("queue", List.of(), this::openQueue);
    objects = startup.step("objects", List.of(), this::openObjects);
    release = startup.step("release", List.of(python, objects), this::activate);
    Step<Boolean> schema = startup.step("schema", List.of(release, database), this::migrate);
    List<Step<?>> base = List.of(schema, queue, objects);
    Step<Boolean> apiServer =
        startup.step("api-server", base, step -> start(services.apiServer(), step));
    for (ServiceSupervisor service : services.makersOfWork()) {
      startup.<Boolean>step(service.status().name(), base, step -> start(service, step));
    }
    // A task that a worker takes before the api-server answers gives up after some tries.
    for (ServiceSupervisor worker : services.workers()) {
      startup.<Boolean>step(
          worker.status().name(), List.of(apiServer), step -> start(worker, step));
    }
    if (!project.objects().equals(AirflowObjects.NONE)) {
      startup.step("settings", List.of(apiServer), this::writeObjects);
    }
  }

  private Environment preparePython(Step<Environment> step) throws InterruptedException {
    PythonPackage.extractTo(project.directory().python());
    Environment environment = pythons.prepare(project, step::describe);
    step.describe(
        "Python %s, %d packages"
            .formatted(environment.pythonVersion(), environment.packageCount()));
    return environment;
  }

  private PostgresStore openDatabase(Step<PostgresStore> step) {
    step.describe("PostgreSQL on port " + ports.of(Port.DATABASE));
    return PostgresStore.open(
        project.directory().database(),
        ports.of(Port.DATABASE),
        project.configuration().slots(),
        secrets,
        pythons.cache());
  }

  private QueueStore openQueue(Step<QueueStore> step) {
    step.describe("SQS on port " + ports.of(Port.QUEUE));
    // The server answers before its queues are back, and a worker that asks for one then ends. Only
    // their main processes halt: running tasks go on.
    List<RunningProcess> workers = Survivors.of(project.directory()).workers();
    workers.forEach(RunningProcess::pause);
    try {
      List<String> names =
          project.configuration().workerSets().stream()
              .flatMap(options -> options.set().queues().stream())
              .toList();
      return QueueStore.open(project.directory().queues(), ports.of(Port.QUEUE), names);
    } finally {
      workers.forEach(RunningProcess::resume);
    }
  }

  private ObjectStore openObjects(Step<ObjectStore> step) {
    step.describe("S3 on port " + ports.of(Port.OBJECTS));
    return ObjectStore.open(project.directory().objects(), ports.of(Port.OBJECTS), secrets);
  }

  private ActiveRelease activate(Step<ActiveRelease> step) throws InterruptedException {
    ActiveRelease active = releases.begin(step::describe);
    step.describe(active.release());
    return active;
  }

  private Boolean start(ServiceSupervisor service, Step<Boolean> step) throws InterruptedException {
    service.start();
    service.status().pid().ifPresent(pid -> step.describe("pid " + pid));
    return true;
  }

  private Boolean migrate(Step<Boolean> step) throws InterruptedException {
    new SchemaMigration(processes.parent(), project.directory().log("migrate")).run();
    step.describe("up to date");
    return true;
  }

  private Boolean writeObjects(Step<Boolean> step) throws InterruptedException {
    try (AirflowApi api = airflow()) {
      ObjectCounts counts = new AirflowObjectsWriter(api).write(project.objects());
      step.describe(counts.words());
    }
    return true;
  }

  private AirflowApi airflow() {
    return new AirflowApi(web(ports), StackDirectory.USER, secrets.adminPassword());
  }

  /** Where the api-server listens. */
  static URI web(Ports ports) {
    return URI.create("http://127.0.0.1:" + ports.of(Port.WEB));
  }

  /**
   * Waits until everything is up.
   *
   * @throws Exception what the first step that failed failed with
   */
  void await() throws Exception {
    startup.await();
    // Workers that outlived an earlier daemon may have been started from other settings.
    List<String> _ = services.replaceOutdated();
    watchDatabase();
    scaling.start();
    releases.watch();
  }

  private synchronized void watchDatabase() {
    if (!closed) {
      databaseWatch =
          Optional.of(
              DatabaseWatch.over(database.value(), RestartPolicy.DEFAULT, Clock.systemUTC()));
    }
  }

  /** See {@link DatabaseWatch#problem}. */
  synchronized Optional<String> databaseProblem() {
    return databaseWatch.flatMap(DatabaseWatch::problem);
  }

  /** From now on the daemon's API answers. */
  void served() {
    releases.served();
  }

  /** What deploys releases to the stack. */
  DeploymentControl deployments() {
    return releases.deployments();
  }

  /** See {@link DagImports}. */
  Optional<String> importDags(String environment) throws InterruptedException {
    return new DagImports(project, processes).run(environment);
  }

  /** See {@link DagImports}. */
  Optional<String> importDagsOf(ReleaseId id) throws InterruptedException {
    if (!releaseFolder.exists(id)) {
      return Optional.empty();
    }
    // It may lack its environment, if somebody emptied the cache.
    String _ = releases.deployments().restore(id.value());
    return Optional.of(new DagImports(project, processes).ofRelease(releaseFolder.folder(id)));
  }

  /** The active release; empty before the first. */
  Optional<ActiveRelease> release() {
    return releases.active();
  }

  List<StepStatus> steps() {
    return startup.status();
  }

  List<ServiceStatus> services() {
    return services.status();
  }

  /** Load and workers of each worker set. */
  List<SetStatus> workerSets() {
    return scaling.status();
  }

  /** The depth of the default queue, or empty while it cannot be read. */
  Optional<QueueDepth> queueDepth() {
    if (closed || !queue.isDone()) {
      return Optional.empty();
    }
    String address = queue.value().access().address(QueueAccess.DEFAULT);
    try {
      return Optional.of(new SqsTaskQueue(sqs, QueueAccess.DEFAULT, address).depth());
    } catch (TurbineException unreadable) {
      return Optional.empty();
    }
  }

  /**
   * Brings everything down, whatever of it is up.
   *
   * @param now whether to cut running tasks short; a second call with it hurries the first
   */
  void stop(boolean now) throws InterruptedException {
    startup.close();
    scaling.close();
    releases.stop();
    services.stop(now);
  }

  /**
   * Releases what is left when all services have stopped; a failure keeps no other from closing.
   */
  void close() {
    List<AutoCloseable> open = new ArrayList<>();
    if (database.isDone()) {
      open.add(database.value());
    }
    synchronized (this) {
      closed = true;
      databaseWatch.ifPresent(open::add);
    }
    if (queue.isDone()) {
      open.add(queue.value());
    }
    if (objects.isDone()) {
      open.add(objects.value());
    }
    open.add(sqs);
    open.add(services);
    open.add(processes);
    open.add(releases);
    Closing.inReverse(open);
    // A start that was interrupted halfway may have left its process.
    PostgresStore.stopSurvivor(project.directory().database(), pythons.cache());
  }
}
