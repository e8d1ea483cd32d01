package dev.turbine.local.stack;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.core.service.Service;
import dev.turbine.local.process.PythonParent;
import dev.turbine.local.process.RunningProcess;
import dev.turbine.local.process.ServiceLauncher;
import dev.turbine.local.process.ServiceOrigin;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Forks the services of a stack from a Python parent in the environment of the active release.
 * Which release and environment those are changes with every activation.
 */
final class ServiceProcesses implements ServiceLauncher, AutoCloseable {
  /** The releases that a service imports from. */
  interface Comparison {
    /** Whether a service that has imported from one release does the same with the other. */
    boolean sameFor(Service service, String release, String other);
  }

  /** Names the release that a service itself imports from; read by {@code turbine_airflow}. */
  private static final String BASE_RELEASE_VARIABLE = "TURBINE_BASE_RELEASE";

  private final LocalProject project;
  private final Map<String, String> shell;
  private final Map<String, String> settings;
  private final Comparison comparison;
  private Optional<Generation> current = Optional.empty();

  private record Generation(Environment python, String release, PythonParent parent) {}

  /**
   * Starts nothing yet.
   *
   * @param shell the person's own environment
   * @param settings as {@link StackEnvironment#settings} gives them
   */
  ServiceProcesses(
      LocalProject project,
      Map<String, String> shell,
      Map<String, String> settings,
      Comparison comparison) {
    this.project = project;
    this.shell = shell;
    this.settings = settings;
    this.comparison = comparison;
  }

  /**
   * From now on processes are started for this release. Those that run stay as they are.
   *
   * @param python the environment of the release
   */
  synchronized void use(Environment python, String release) {
    Optional<Generation> before = current;
    PythonParent parent =
        before
            .filter(generation -> generation.python.id().equals(python.id()))
            .map(Generation::parent)
            .orElseGet(() -> newParent(python));
    current = Optional.of(new Generation(python, release, parent));
    before.map(Generation::parent).filter(old -> old != parent).ifPresent(PythonParent::close);
  }

  private PythonParent newParent(Environment python) {
    ProjectEnvironment environment = ProjectEnvironment.of(project, python, shell, settings);
    return new PythonParent(
        python.python(),
        environment.variables(),
        environment.directory(),
        project.directory().log("parent"));
  }

  private synchronized Generation generation() {
    return current.orElseThrow(() -> new IllegalStateException("no release is active yet"));
  }

  /** The parent of the processes to come. */
  PythonParent parent() {
    return generation().parent;
  }

  /** The parent of the processes to come, if it has this environment. */
  Optional<PythonParent> parentIn(String environment) {
    Generation now = generation();
    return now.python.id().equals(environment) ? Optional.of(now.parent) : Optional.empty();
  }

  /**
   * The parent of the processes to come, if it has this environment.
   *
   * @param root of the environment
   */
  Optional<PythonParent> parentAt(Path root) {
    Generation now = generation();
    return now.python.root().equals(root) ? Optional.of(now.parent) : Optional.empty();
  }

  /** The variables of a process of any environment, which may be another one than the parent's. */
  Map<String, String> variables(Path root) {
    return StackEnvironment.complete(shell, settings, root);
  }

  @Override
  public ServiceOrigin origin() {
    Generation now = generation();
    return new ServiceOrigin(new Fingerprint(settings, now.python.python()).text(), now.release);
  }

  @Override
  public boolean isCurrent(Service service, ServiceOrigin origin) {
    ServiceOrigin now = origin();
    return origin.fingerprint().equals(now.fingerprint())
        && comparison.sameFor(service, origin.release(), now.release());
  }

  @Override
  public RunningProcess launch(Service service, ServiceOrigin origin, Path log)
      throws InterruptedException {
    Map<String, String> environment = new HashMap<>(service.environment());
    environment.put(BASE_RELEASE_VARIABLE, origin.release());
    return parent().start(service.name(), service.arguments(), environment, log);
  }

  @Override
  public synchronized void close() {
    current.map(Generation::parent).ifPresent(PythonParent::close);
  }
}
