package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.StackDirectory;
import dev.turbine.local.stack.StackPhase;
import dev.turbine.local.stack.StackStatus;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turbine up}: start the stack and wait until it is ready. */
@Command(
    name = "up",
    description = {
      "Starts the project's stack and waits until it is ready.",
      "A stack that is up already is left as it is.",
      "From then on a file that is saved in the project takes effect at once: runs that begin use",
      "it, runs that have begun go on with the files that they began with."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine up                   start, wait, and go on in the background",
      "  turbine up --foreground      stay, and stop the stack with Ctrl-C",
      "  turbine up -p ~/pipelines    another project"
    })
final class UpCommand implements Callable<Integer> {
  /** Each look costs some of the processor that the stack needs to start. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private WatchOption watch = new WatchOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Option(
      names = "--foreground",
      description = "Stay until the stack is stopped, by Ctrl-C or by turbine down.")
  private boolean foreground;

  @Override
  public Integer call() throws InterruptedException {
    LocalProject loaded = project.load();
    Stack stack = new Stack(loaded.directory());
    Optional<StackStatus> present = stack.status();
    if (present.map(StackStatus::phase).filter(StackPhase.RUNNING::equals).isPresent()) {
      err().println("The stack of " + stack.project() + " is up already.");
      print(stack, present.get());
      return 0;
    }
    if (foreground) {
      err().println("Starting the stack of " + stack.project());
      return StackKeeper.keep(
          loaded,
          watch.isWatched(),
          daemon -> Thread.ofVirtual().start(() -> announce(stack, daemon::status)));
    }
    if (DaemonLock.isHeld(loaded.directory())) {
      boolean leaves =
          present.map(StackStatus::phase).filter(StackPhase.STOPPING::equals).isPresent();
      if (leaves) {
        throw new TurbineException(
            Category.STATE,
            "The stack of %s is being stopped. Start it again when turbine down has ended."
                .formatted(stack.project()));
      }
      err().println("The stack of " + stack.project() + " is being started already.");
      return follow(stack, Optional.empty());
    }
    loaded.directory().create();
    return startAndFollow(stack, loaded.directory());
  }

  private int startAndFollow(Stack stack, StackDirectory directory) throws InterruptedException {
    // First the hook: an interruption in the very moment of the start would leave the daemon alone.
    CompletableFuture<DaemonProcess> daemon = new CompletableFuture<>();
    Thread undo = new Thread(() -> undo(stack, daemon));
    Runtime.getRuntime().addShutdownHook(undo);
    try {
      err().println("Starting the stack of " + stack.project());
      err().flush();
      daemon.complete(DaemonProcess.start(directory, watch));
      return follow(stack, Optional.of(daemon.join()));
    } finally {
      daemon.cancel(false);
      forget(undo);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException interrupted) {
      // The hook runs, and ends this command.
    }
  }

  /** Ctrl-C while the stack starts: what this command began, it takes back. */
  private void undo(Stack stack, CompletableFuture<DaemonProcess> begun) {
    err().printf("%nInterrupted: stopping what was started%n");
    err().flush();
    try {
      DaemonProcess daemon = begun.join();
      DaemonSilence silence = new DaemonSilence(stack.directory(), Instant.now());
      // One that has only just begun does not answer yet.
      while (!daemon.hasEnded() && !stack.stop(true)) {
        silence.unanswered(Instant.now());
        Thread.sleep(LOOK_AGAIN);
      }
      daemon.awaitEnd();
      err().println("Nothing is left running.");
      err().flush();
    } catch (CancellationException neverStarted) {
      // The command ends by itself, and says why.
    } catch (TurbineException e) {
      err().println(e.getMessage());
      err().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int follow(Stack stack, Optional<DaemonProcess> begun) throws InterruptedException {
    Optional<DaemonProcess> started = begun;
    StepPrinter steps = new StepPrinter(err(), spec.commandLine().getColorScheme().ansi());
    DaemonSilence silence = new DaemonSilence(stack.directory(), Instant.now());
    while (true) {
      Optional<StackStatus> status = stack.status();
      if (status.isPresent()) {
        silence.answered(Instant.now());
        steps.show(status.get().steps());
        switch (status.get().phase()) {
          case RUNNING -> {
            steps.clear();
            printUp(stack, status.get());
            return 0;
          }
          case FAILED -> {
            steps.clear();
            // The daemon waits until somebody has read why, and leaves then.
            stack.stop(true);
            if (started.isPresent()) {
              started.get().awaitEnd();
            }
            throw status
                .get()
                .failure()
                .map(failure -> new TurbineException(failure.category(), failure.message()))
                .orElseThrow();
          }
          case STARTING, STOPPING -> {}
        }
      } else if (started.isPresent()
          && started.get().hasEnded()
          && DaemonLock.isHeld(stack.directory())) {
        // Another up was faster by a moment: its daemon keeps the stack.
        started = Optional.empty();
      } else if (started.isPresent() && started.get().hasEnded()) {
        steps.clear();
        err().println(started.get().lastWords());
        return started.get().exitCode();
      } else if (started.isEmpty() && !DaemonLock.isHeld(stack.directory())) {
        steps.clear();
        throw new TurbineException(
            Category.STATE,
            "The stack was stopped before it was up; its log may say why: "
                + stack.directory().daemonLog());
      } else {
        silence.unanswered(Instant.now());
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  /** Shows the startup of a daemon in this process, which ends the command itself when it fails. */
  private void announce(Stack stack, Supplier<StackStatus> daemon) {
    StepPrinter steps = new StepPrinter(err(), spec.commandLine().getColorScheme().ansi());
    try {
      StackStatus status = daemon.get();
      while (status.phase() == StackPhase.STARTING) {
        Thread.sleep(LOOK_AGAIN);
        status = daemon.get();
        steps.show(status.steps());
      }
      steps.clear();
      if (status.phase() == StackPhase.RUNNING) {
        printUp(stack, status);
      } else {
        status.failure().ifPresent(failure -> err().println(failure.message()));
        stack.stop(true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void printUp(Stack stack, StackStatus status) {
    Duration took = Duration.between(status.started(), Instant.now());
    err().printf("%nAirflow is up after %s.%n", Words.seconds(took));
    print(stack, status);
  }

  private void print(Stack stack, StackStatus status) {
    if (output.isJson()) {
      out().println(OutputOption.json(StackReport.of(stack, status)));
    } else {
      err().flush();
      out().printf("%n  %s%n", status.web());
      out()
          .printf(
              "  user %s, password %s%n%n", StackDirectory.USER, stack.secrets().adminPassword());
      out().println("Next: turbine status, turbine run DAG, turbine logs -f, turbine down");
    }
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
