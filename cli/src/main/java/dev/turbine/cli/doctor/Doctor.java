package dev.turbine.cli.doctor;

import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.StackPhase;
import dev.turbine.local.stack.StackStatus;
import dev.turbine.local.store.DatabaseAccess;
import dev.turbine.local.store.ObjectAccess;
import dev.turbine.local.store.QueueAccess;
import dev.turbine.local.store.RoundTrip;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Looks at all that a stack needs, and at the stack where it runs.
 *
 * @param project the project's folder
 * @param pythons of the user
 * @param made the day of Turbine's sources
 * @param status what the stack's daemon tells; empty when none answers
 */
public record Doctor(
    Path project, ProjectPython pythons, Instant made, Optional<StackStatus> status) {
  /** Longer than every limit within the checks. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** What was found; never fails, and takes half a minute at most. */
  public List<Finding> examine() throws InterruptedException {
    StackDirectory directory = StackDirectory.of(project);
    boolean running = status.map(StackStatus::phase).filter(StackPhase.RUNNING::equals).isPresent();
    List<Check> checks =
        new ArrayList<>(
            List.of(
                new JavaCheck(Runtime.version(), System.getProperty("java.home")),
                new PythonCheck(pythons, project),
                new RootCheck(System.getProperty("user.name")),
                new MemoryCheck(running),
                new DiskCheck("project disk", project, "Move the project to another disk."),
                new DiskCheck(
                    "cache disk", pythons.cache(), "Set XDG_CACHE_HOME to a folder elsewhere."),
                new ClockCheck(Instant.now(), made),
                new EncodingCheck(System.getProperty("sun.jnu.encoding"), pythons.shell()),
                new NetworkCheck(pythons.shell(), pythons.home()),
                new ProjectCheck(project),
                new PortsCheck(project, status.isPresent()),
                new StackCheck(directory, status)));
    if (running) {
      checks.addAll(stores(directory));
    }
    return new Examination(checks, LIMIT).run();
  }

  private static List<Check> stores(StackDirectory directory) {
    return List.of(
        new RoundTripCheck("database", () -> RoundTrip.through(database(directory))),
        new RoundTripCheck("queue", () -> RoundTrip.through(queue(directory))),
        new RoundTripCheck("objects", () -> RoundTrip.through(objects(directory))),
        new StoreClockCheck(
            "db clock", () -> StoreClocks.of(database(directory)), Clock.systemUTC()),
        new StoreClockCheck(
            "S3 clock", () -> StoreClocks.of(objects(directory)), Clock.systemUTC()));
  }

  private static DatabaseAccess database(StackDirectory directory) {
    return DatabaseAccess.airflow(
        port(directory, Port.DATABASE), secrets(directory).databaseAirflow());
  }

  private static QueueAccess queue(StackDirectory directory) {
    return new QueueAccess(port(directory, Port.QUEUE));
  }

  private static ObjectAccess objects(StackDirectory directory) {
    Secrets secrets = secrets(directory);
    return new ObjectAccess(
        port(directory, Port.OBJECTS), secrets.objectsAccessKey(), secrets.objectsSecretKey());
  }

  private static Secrets secrets(StackDirectory directory) {
    return Secrets.of(directory.root());
  }

  private static int port(StackDirectory directory, Port port) {
    return Objects.requireNonNull(Ports.remembered(directory.root()).get(port), port.key());
  }
}
