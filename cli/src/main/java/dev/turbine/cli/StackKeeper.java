package dev.turbine.cli;

import dev.turbine.console.DaemonApi;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.port.Port;
import dev.turbine.local.port.Ports;
import dev.turbine.local.secret.Secrets;
import dev.turbine.local.stack.Daemon;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.Survivors;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** Puts a daemon together and keeps it until its stack has stopped. */
final class StackKeeper {
  private StackKeeper() {}

  /**
   * Brings the stack of a project up and keeps it.
   *
   * @param watched whether what is saved in the project becomes active
   * @param watcher sees the daemon as soon as it has begun
   * @return the exit code: 0 when the stack came up and was stopped as somebody asked
   * @throws TurbineException if another daemon keeps this stack, or it cannot begin
   */
  static int keep(LocalProject project, boolean watched, Consumer<Daemon> watcher)
      throws InterruptedException {
    CountDownLatch released = new CountDownLatch(1);
    try {
      return keep(project, watched, watcher, released);
    } finally {
      released.countDown();
    }
  }

  private static int keep(
      LocalProject project, boolean watched, Consumer<Daemon> watcher, CountDownLatch released)
      throws InterruptedException {
    StackDirectory directory = project.directory();
    DaemonLog.configure();
    openAllJars();
    directory.create();
    try (DaemonLock _ = lock(directory)) {
      ProjectPython pythons = ProjectPython.ofUser();
      Secrets secrets = Secrets.of(directory.root());
      directory.writePassword(secrets.adminPassword());
      try (Ports ports =
          Ports.claim(
              directory.root(),
              pythons.cache(),
              project.ports(),
              Survivors.of(directory).ports())) {
        Daemon daemon = new Daemon(project, secrets, ports, pythons, watched);
        try (DaemonApi _ = new DaemonApi(daemon, ports.of(Port.DAEMON), secrets.daemonToken())) {
          daemon.served();
          return run(daemon, watcher, released);
        }
      }
    }
  }

  /**
   * A newer build unlinks the jars under a running daemon; those that are open stay readable. A
   * search for what does not exist opens every one of them.
   */
  private static void openAllJars() {
    if (StackKeeper.class.getResource("/no-such-resource") != null) {
      throw new IllegalStateException("a jar holds what must not exist");
    }
  }

  private static DaemonLock lock(StackDirectory directory) throws InterruptedException {
    return DaemonLock.take(directory)
        .orElseThrow(() ->
            new TurbineException(
                Category.STATE,
                "The stack of %s is running already.".formatted(directory.root().getParent())));
  }

  private static int run(Daemon daemon, Consumer<Daemon> watcher, CountDownLatch released)
      throws InterruptedException {
    Thread stopOnSignal = new Thread(() -> stop(daemon, released));
    Runtime.getRuntime().addShutdownHook(stopOnSignal);
    watcher.accept(daemon);
    boolean cameUp = daemon.run();
    try {
      Runtime.getRuntime().removeShutdownHook(stopOnSignal);
    } catch (IllegalStateException stoppedBySignal) {
      // The hook waits until all is released, and then ends the JVM.
    }
    return cameUp ? 0 : Category.FAILED.exitCode();
  }

  /** A signal stops the stack as turbine down does; the JVM ends when this returns. */
  private static void stop(Daemon daemon, CountDownLatch released) {
    daemon.requestStop(false);
    try {
      released.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
