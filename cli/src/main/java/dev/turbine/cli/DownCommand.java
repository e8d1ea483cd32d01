package dev.turbine.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
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
  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Option(names = "--now", description = "Do not wait for running tasks: they are killed.")
  private boolean now;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Stack stack = new Stack(project.directory());
    Instant began = Instant.now();
    if (!new StackStop(stack, now, err).run()) {
      err.println("The stack of " + stack.project() + " is not running.");
      return 0;
    }
    err.printf("Stopped after %s.%n", Words.seconds(Duration.between(began, Instant.now())));
    return 0;
  }
}
