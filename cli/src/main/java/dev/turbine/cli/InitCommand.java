package dev.turbine.cli;

import dev.turbine.cli.NewProject.ProjectFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code turbine init}: write a project to begin with. */
@Command(
    name = "init",
    description = {
      "Writes a small project with one DAG. The folder is made if it is missing.",
      "Nothing is ever overwritten: if one of the files is there, none is written."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  turbine init                 in the folder that you stand in",
      "  turbine init ~/pipelines     in another one"
    })
final class InitCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = "",
      description = "Where. Default: the folder that you stand in.")
  private Path folder = Path.of("");

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Path root = folder.toAbsolutePath().normalize();
    new NewProject(root).write();
    PrintWriter out = spec.commandLine().getOut();
    out.printf("Wrote a project to %s:%n%n", root);
    for (ProjectFile file : NewProject.FILES) {
      out.printf("  %-26s %s%n", file.path(), file.purpose());
    }
    boolean here = root.equals(Path.of("").toAbsolutePath());
    out.printf("%nNext: turbine up%s%n", here ? "" : " -p " + ShellWord.quoted(folder.toString()));
    return 0;
  }
}
