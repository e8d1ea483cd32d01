package dev.turbine.cli;

import dev.turbine.cli.doctor.Doctor;
import dev.turbine.cli.doctor.Finding;
import dev.turbine.cli.doctor.Finding.Outcome;
import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.ProjectPython;
import dev.turbine.local.stack.StackStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turbine doctor}: what is wrong with this machine, the project or its stack. */
@Command(
    name = "doctor",
    description = {
      "Examines the machine, the project and its stack, and advises.",
      "Changes nothing. Exit code 0 if nothing failed, 1 otherwise."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine doctor",
      "  turbine doctor -o json | jq '.[] | select(.outcome != \"OK\")'"
    })
final class DoctorCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    Path root = project.root();
    List<Finding> findings = new ArrayList<>();
    Optional<StackStatus> status = status(new Stack(project.directory()), findings);
    findings.addAll(0, new Doctor(root, ProjectPython.ofUser(), Version.made(), status).examine());
    if (output.isJson()) {
      spec.commandLine().getOut().println(OutputOption.json(findings));
    } else {
      new FindingPrinter(
              spec.commandLine().getOut(),
              spec.commandLine().getColorScheme().ansi(),
              spec.commandLine().getUsageHelpWidth())
          .print(findings);
    }
    boolean failed = findings.stream().anyMatch(finding -> finding.outcome() == Outcome.FAILED);
    return failed ? Category.FAILED.exitCode() : 0;
  }

  /** A stack whose own files are damaged is a finding too, whatever the damage is. */
  private static Optional<StackStatus> status(Stack stack, List<Finding> findings)
      throws InterruptedException {
    try {
      return stack.status();
    } catch (RuntimeException damaged) {
      findings.add(Finding.failed("stack", damaged));
      return Optional.empty();
    }
  }
}
