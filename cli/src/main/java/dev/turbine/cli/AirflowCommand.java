package dev.turbine.cli;

import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectEnvironment;
import dev.turbine.local.stack.ProjectPython;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine airflow}: Airflow's own command, in the stack. */
@Command(
    name = "airflow",
    description = {
      "Runs any Airflow command against the running stack: same settings, database and packages.",
      "All that follows the first word is Airflow's; the exit code is Airflow's too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine airflow dags list --output json",
      "  turbine airflow connections add warehouse --conn-uri postgres://…",
      "  turbine airflow -- --help             Airflow's own help",
      "  turbine airflow -p ~/pipelines info   another project"
    })
final class AirflowCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARGS", arity = "0..*", description = "What follows airflow.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws InterruptedException {
    LocalProject loaded = project.load();
    new Stack(loaded.directory()).running();
    ProjectEnvironment environment =
        ProjectEnvironment.ofStack(
            loaded, ProjectPython.ofUser(), spec.commandLine().getErr()::println);
    List<String> command = new ArrayList<>(List.of(environment.program("airflow")));
    command.addAll(arguments);
    ProcessBuilder airflow = environment.process(command);
    // Airflow prints it on standard output, in front of the JSON that a script wants.
    airflow.environment().putIfAbsent("PYTHONWARNINGS", "ignore:Could not import graphviz");
    return Foreground.run(airflow);
  }
}
