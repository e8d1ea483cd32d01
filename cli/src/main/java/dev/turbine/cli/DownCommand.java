package dev.turbine.cli;

import dev.turbine.local.process.ServiceState;
import dev.turbine.local.process.ServiceStatus;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.stack.StackStatus;
import dev.turbine.local.stack.Survivors;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turbine down}: stop the stack. */
@Command(
    name = "down",
    description = {
      "Stops the project's stack, waiting for the tasks that run.",
      "History, queued tasks and logs are kept for the next turbine up."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine down          let running tasks finish",
      "  turbine down --now    cut running tasks short"
    })
final class DownCommand implements Callable<Integer> {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(100);
  private static final Duration QUIET = Duration.ofSeconds(2);

  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Option(names = "--now", description = "Do not wait for running tasks: they are killed.")
  private boolean now;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Stack stack = new Stack(project.directory());
    Instant began = Instant.now();
    if (DaemonLock.isHeld(stack.directory())) {
      err.println("Stopping the stack of " + stack.project());
      stopDaemon(stack, err);
    } else {
      Survivors survivors = Survivors.of(stack.directory());
      if (!survivors.any()) {
        err.println("The stack of " + stack.project() + " is not running.");
        return 0;
      }
      err.println("Stopping what the daemon of " + stack.project() + " left behind");
      survivors.stop(now, ProjectPython.ofUser().cache());
    }
    err.printf("Stopped after %s.%n", Words.seconds(Duration.between(began, Instant.now())));
    return 0;
  }

  /** A daemon that has only just begun does not answer yet: it is asked until it has gone. */
  private void stopDaemon(Stack stack, PrintWriter err) throws InterruptedException {
    boolean asked = stack.stop(now);
    Instant lastWords = Instant.now();
    String said = "";
    while (DaemonLock.isHeld(stack.directory())) {
      Thread.sleep(LOOK_AGAIN);
      if (!asked) {
        asked = stack.stop(now);
      }
      if (Duration.between(lastWords, Instant.now()).compareTo(QUIET) > 0) {
        String words = stack.status().map(DownCommand::waitingFor).orElse("");
        if (!words.isEmpty() && !words.equals(said)) {
          err.println("  waiting for " + words + (now ? "" : " (turbine down --now does not)"));
          err.flush();
          said = words;
        }
        lastWords = Instant.now();
      }
    }
  }

  private static String waitingFor(StackStatus status) {
    String services =
        status.services().stream()
            .filter(service -> service.state() == ServiceState.STOPPING)
            .map(ServiceStatus::name)
            .collect(Collectors.joining(", "));
    Optional<Long> running = status.queue().map(depth -> depth.inFlight());
    return services.isEmpty()
        ? ""
        : services
            + running
                .filter(count -> count > 0)
                .map(count -> ": " + count + (count == 1 ? " running task" : " running tasks"))
                .orElse("");
  }
}
