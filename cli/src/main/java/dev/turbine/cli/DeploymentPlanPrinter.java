package dev.turbine.cli;

import dev.turbine.cli.DeploymentPlan.Changes;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Model.CommandSpec;

/** Shows what a deployment would change. */
record DeploymentPlanPrinter(CommandSpec spec, OutputOption output) {
  /** All of it, as what the person asked for. */
  void print(DeploymentPlan plan) {
    PrintWriter out = spec.commandLine().getOut();
    if (output.isJson()) {
      out.println(OutputOption.json(plan));
      return;
    }
    out.printf(
        "Release %s%s%n",
        plan.release(),
        plan.active().isEmpty()
            ? " would be the first."
            : plan.active().equals(plan.release())
                ? " is active already."
                : " would take the place of " + plan.active() + ".");
    section(out, "DAGs", plan.dags());
    section(out, "Files", plan.files());
    section(out, "Packages", plan.packages());
    out.printf(
        "%nServices to replace: %s (%s).%n",
        plan.restart().isEmpty() ? "none" : String.join(", ", plan.restart()), plan.reason());
    refusals(plan);
  }

  /** What stands against it, if anything does. */
  void refusals(DeploymentPlan plan) {
    ColorScheme colors = spec.commandLine().getColorScheme();
    plan.refusals()
        .forEach(
            refusal -> spec.commandLine().getErr().println(colors.errorText("error: ") + refusal));
  }

  private void section(PrintWriter out, String title, Changes changes) {
    if (changes.any()) {
      out.printf("%n%s%n", title);
      lines(out, "green", "+", changes.added());
      lines(out, "yellow", "~", changes.changed());
      lines(out, "red", "-", changes.removed());
    }
  }

  private void lines(PrintWriter out, String color, String sign, List<String> lines) {
    Ansi ansi = spec.commandLine().getColorScheme().ansi();
    lines.forEach(
        line -> out.printf("  %s %s%n", ansi.string("@|" + color + " " + sign + "|@"), line));
  }
}
