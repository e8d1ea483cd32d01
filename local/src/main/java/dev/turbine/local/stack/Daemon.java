package dev.turbine.local.stack;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.core.release.ReleaseId;
import dev.turbine.local.deployment.DeploymentControl;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.process.LogRotation;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.stack.StackStatus.Failure;
import dev.turbine.local.stack.StackStatus.StoreStatus;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Keeps one stack from its start to its stop. */
public final class Daemon implements StackControl {
  private static final Logger LOG = System.getLogger(Daemon.class.getName());

  private static final Duration ROTATION_INTERVAL = Duration.ofSeconds(10);
  private static final long LOG_LIMIT = 10L * 1024 * 1024;
  private static final int LOG_COPIES = 3;

  /** How long a failed daemon waits until the one who started it has read why, and says so. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final LocalProject project;
  private final Ports ports;
  private final LocalStack stack;
  private final Instant started = Instant.now();
  private final CountDownLatch stopRequested = new CountDownLatch(1);
  private final CountDownLatch failureRead = new CountDownLatch(1);
  private volatile boolean now;
  private volatile StackPhase phase = StackPhase.STARTING;
  private volatile Optional<Failure> failure = Optional.empty();

  /**
   * Begins to bring the stack up, and returns at once.
   *
   * @param ports claimed for this stack
   * @param watched whether what is saved in the project becomes active
   */
  public Daemon(
      LocalProject project, Secrets secrets, Ports ports, ProjectPython pythons, boolean watched) {
    this.project = project;
    this.ports = ports;
    this.stack = new LocalStack(project, secrets, ports, pythons, watched);
  }

  /**
   * Waits until the stack is up, keeps it, and returns when it has been stopped as requested.
   *
   * @return whether the stack came up
   */
  public boolean run() throws InterruptedException {
    Thread startup = Thread.ofVirtual().name("startup").start(this::awaitStartup);
    LogRotation rotation = new LogRotation(project.directory().logs(), LOG_LIMIT, LOG_COPIES);
    while (!stopRequested.await(ROTATION_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
      rotate(rotation);
    }
    boolean failed = failure.isPresent();
    if (!failed) {
      phase = StackPhase.STOPPING;
    }
    stack.stop(now);
    startup.join();
    stack.close();
    if (failed) {
      phase = StackPhase.FAILED;
      if (!failureRead.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.log(Level.INFO, "nobody asked why the stack did not come up");
      }
    }
    return !failed;
  }

  /** A full disk, or a log deleted in this moment, is no reason to leave a stack alone. */
  private static void rotate(LogRotation rotation) {
    try {
      rotation.rotate();
    } catch (UncheckedIOException e) {
      LOG.log(Level.WARNING, "logs are not kept small: {0}", e.getMessage());
    }
  }

  private void awaitStartup() {
    try {
      stack.await();
      if (stopRequested.getCount() > 0) {
        phase = StackPhase.RUNNING;
      }
    } catch (Exception e) {
      if (stopRequested.getCount() == 0) {
        return; // The stop interrupted it.
      }
      if (e instanceof TurbineException reason) {
        failure = Optional.of(new Failure(reason.category(), reason.getMessage()));
        LOG.log(Level.ERROR, "the stack did not come up: " + reason.getMessage());
      } else {
        String message = "%s; see %s".formatted(e, project.directory().daemonLog());
        failure = Optional.of(new Failure(Category.FAILED, message));
        LOG.log(Level.ERROR, "the stack did not come up", e);
      }
      requestStop(true);
    }
  }

  /** Tells that the daemon's API answers, which the start of the stack waits for. */
  public void served() {
    stack.served();
  }

  @Override
  public DeploymentControl deployments() {
    return stack.deployments();
  }

  @Override
  public Optional<String> importDags(String environment) throws InterruptedException {
    return stack.importDags(environment);
  }

  @Override
  public Optional<String> importDagsOf(ReleaseId release) throws InterruptedException {
    return stack.importDagsOf(release);
  }

  @Override
  public void requestStop(boolean now) {
    boolean first = stopRequested.getCount() > 0;
    this.now = this.now || now;
    stopRequested.countDown();
    if (phase == StackPhase.FAILED) {
      failureRead.countDown();
    } else if (now && !first) {
      Thread.ofVirtual().start(this::hurry);
    }
  }

  private void hurry() {
    try {
      stack.stop(true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public StackStatus status() {
    StackPhase current = phase;
    return new StackStatus(
        current,
        started,
        project.layout().root().toString(),
        ProcessHandle.current().pid(),
        LocalStack.web(ports),
        stack.steps(),
        stack.services(),
        stack.workerSets(),
        stack.release(),
        List.of(
            new StoreStatus(
                "database", "127.0.0.1:" + ports.of(Port.DATABASE), stack.databaseProblem()),
            new StoreStatus("queue", "http://127.0.0.1:" + ports.of(Port.QUEUE), Optional.empty()),
            new StoreStatus(
                "objects", "http://127.0.0.1:" + ports.of(Port.OBJECTS), Optional.empty())),
        current == StackPhase.RUNNING || current == StackPhase.STOPPING
            ? stack.queueDepth()
            : Optional.empty(),
        failure);
  }
}
