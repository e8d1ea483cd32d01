package dev.turbine.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;

/** The list of commands in the help of {@code turbine}: by what a person wants to do. */
final class CommandGroups implements IHelpSectionRenderer {
  private static final int ROOM = 68;
  private static final Map<String, List<String>> GROUPS = groups();

  private static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    groups.put("Begin", List.of("init", "up", "status"));
    groups.put("Work on DAGs", List.of("run", "logs", "parse", "pytest", "airflow", "shell"));
    groups.put("Deploy", List.of("deploy", "releases", "rollback", "diff"));
    groups.put("Look after the stack", List.of("scaling", "load", "doctor", "down", "destroy"));
    return groups;
  }

  @Override
  public String render(Help help) {
    StringBuilder text = new StringBuilder();
    Map<String, CommandLine> commands = help.commandSpec().subcommands();
    GROUPS.forEach((title, names) -> {
      text.append("%n%s:%n".formatted(title));
      names.stream()
          .flatMap(name -> Optional.ofNullable(commands.get(name)).stream())
          .forEach(command -> text.append(line(help, command.getCommandSpec())));
    });
    text.append("%nturbine COMMAND --help says more, with examples.%n".formatted());
    return text.toString();
  }

  private static String line(Help help, CommandSpec command) {
    String[] description = command.usageMessage().description();
    return "  %s%s%s%n"
        .formatted(
            help.colorScheme().commandText(command.name()),
            " ".repeat(Math.max(1, 10 - command.name().length())),
            description.length == 0 ? "" : beginning(description[0]));
  }

  /** What is said first, as far as it fits into a line of 80 columns. */
  private static String beginning(String description) {
    String clause = description.split("[:;.]( |$)", 2)[0];
    int comma = clause.lastIndexOf(", ");
    return clause.length() <= ROOM || comma < 0 ? clause : clause.substring(0, comma);
  }
}
