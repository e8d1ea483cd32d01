package dev.turbine.cli;

import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectEnvironment;
import dev.turbine.local.stack.ProjectPython;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turbine shell}: a shell in the stack. */
@Command(
    name = "shell",
    description = {
      "Opens your shell with the running stack's environment: its airflow, python and packages.",
      "TURBINE_STACK names the project. The exit code is the shell's."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine shell",
      "  echo 'airflow dags list' | turbine shell",
      "  turbine shell -p ~/pipelines"
    })
final class ShellCommand implements Callable<Integer> {
  /** Tells a prompt, a script and a second {@code turbine shell} where they are. */
  private static final String STACK_VARIABLE = "TURBINE_STACK";

  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    LocalProject loaded = project.load();
    Stack stack = new Stack(loaded.directory());
    stack.running();
    PrintWriter err = spec.commandLine().getErr();
    ProjectEnvironment environment =
        ProjectEnvironment.ofStack(loaded, ProjectPython.ofUser(), err::println);
    String shell = environment.variables().getOrDefault("SHELL", "");
    ProcessBuilder process = environment.process(List.of(shell.isBlank() ? "/bin/sh" : shell));
    process.environment().put(STACK_VARIABLE, stack.project());
    err.println(
        "A shell in the stack of %s: airflow and python are its own. Leave with exit or Ctrl-D."
            .formatted(stack.project()));
    err.flush();
    return Foreground.run(process);
  }
}
