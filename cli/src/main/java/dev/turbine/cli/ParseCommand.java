package dev.turbine.cli;

import dev.turbine.core.TurbineException.Category;
import dev.turbine.local.stack.LocalProject;
import dev.turbine.local.stack.ProjectEnvironment;
import dev.turbine.local.stack.ProjectPython;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code turbine parse}: do all DAGs import? */
@Command(
    name = "parse",
    description = {
      "Imports all DAGs as Airflow does and shows what is wrong, with file and line.",
      "No stack is needed and none is touched: a Variable or Connection that a DAG reads while it"
          + " is imported",
      "must come from .env as AIRFLOW_VAR_… or AIRFLOW_CONN_…, else it counts as missing.",
      "Exit code 0 if all is well, 3 if not."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  turbine parse", "  turbine parse -o json | jq -r '.dags[].id'"})
final class ParseCommand implements Callable<Integer> {
  @Mixin private ProjectOption project = new ProjectOption();
  @Mixin private OutputOption output = new OutputOption();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    LocalProject loaded = project.load();
    ProjectEnvironment environment =
        ProjectEnvironment.withoutStack(
            loaded, ProjectPython.ofUser(), progress -> err.println("  " + progress));
    Path dags = loaded.layout().dags();
    err.println("Importing the DAGs of " + dags);
    err.flush();
    String json;
    try (DagImport imported = DagImport.begin(environment, dags)) {
      json = imported.json();
    }
    ParseReport report = ParseReport.read(json);
    String folder = environment.directory().relativize(dags).toString();
    List<String> problems = report.problems(folder);
    if (output.isJson()) {
      spec.commandLine().getOut().print(json);
    } else {
      print(report, problems);
    }
    return problems.isEmpty() ? 0 : Category.PROJECT.exitCode();
  }

  private void print(ParseReport report, List<String> problems) {
    PrintWriter out = spec.commandLine().getOut();
    ColorScheme colors = spec.commandLine().getColorScheme();
    problems.forEach(problem -> out.println(colors.errorText("error: ") + problem));
    out.printf(
        Locale.ROOT,
        "%s in %s, %.1f s, %s.%n",
        Words.count(report.dags().size(), "DAG"),
        Words.count(report.files().size(), "file"),
        report.seconds(),
        problems.isEmpty() ? "no errors" : Words.count(problems.size(), "error"));
    if (report.files().isEmpty()) {
      out.println("A file counts if it mentions both \"dag\" and \"airflow\".");
    }
  }
}
