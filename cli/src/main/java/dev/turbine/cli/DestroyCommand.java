package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.stack.StackData;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code turbine destroy}: delete all that the stack keeps. */
@Command(
    name = "destroy",
    description = {
      "Stops the stack and deletes its data: history, queued tasks, logs, passwords.",
      "The project's own files are left."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  turbine destroy          ask first", "  turbine destroy --yes    for scripts"})
final class DestroyCommand implements Callable<Integer> {
  private final Confirmation confirmation;

  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask.")
  private boolean yes;

  DestroyCommand(Confirmation confirmation) {
    this.confirmation = confirmation;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Stack stack = new Stack(project.directory());
    StackData data = new StackData(stack.directory());
    if (!data.exists()) {
      err.println("There is no stack of " + stack.project() + " to destroy.");
      return 0;
    }
    Optional<Path> elsewhere = data.elsewhere();
    if (elsewhere.isPresent()) {
      err.printf(
          "This deletes the link %s only; what it points to, %s, is left.%n",
          data.directory().root(), elsewhere.get());
    } else {
      err.printf(
          "This deletes %s (%s):%nthe history of all runs, queued tasks, logs and passwords.%n",
          data.directory().root(), Words.size(data.size()));
    }
    err.flush();
    if (!isMeant()) {
      err.println("Nothing was changed.");
      return 0;
    }
    new StackStop(stack, true, err).run();
    data.delete(ProjectPython.ofUser().cache());
    err.printf("Deleted %s.%n", data.directory().root());
    err.printf(
        "Python environments that other projects may share are left in %s.%n",
        ProjectPython.ofUser().cache());
    return 0;
  }

  private boolean isMeant() {
    return yes
        || confirmation
            .ask("Delete it?")
            .orElseThrow(() ->
                new TurbineException(
                    Category.USAGE,
                    "There is no terminal to ask on. Nothing was changed; add --yes."));
  }
}
