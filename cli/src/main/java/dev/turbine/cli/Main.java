package dev.turbine.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The {@code turbine} program. */
public final class Main {
  /** Commands that hand on what they are given to another program. */
  private static final List<String> PASSING_THROUGH = List.of("airflow", "pytest");

  private Main() {}

  /** Runs one command on the terminal and ends the JVM with its exit code. */
  public static void main(String... arguments) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    int exitCode = run(out, err, arguments);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /**
   * Runs one command. What a person asked for goes to {@code out}; progress and errors go to {@code
   * err}.
   *
   * @return 0, or the exit code of the {@link dev.turbine.core.TurbineException.Category} that the
   *     command ended with
   */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine turbine = new CommandLine(new TurbineCommand());
    commands(arguments).forEach(turbine::addSubcommand);
    turbine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
    turbine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandGroups());
    turbine.getSubcommands().values().stream()
        .filter(command -> PASSING_THROUGH.contains(command.getCommandName()))
        .forEach(command ->
            command.setStopAtPositional(true).setUnmatchedOptionsArePositionalParams(true));
    Errors errors = new Errors();
    return turbine
        // An argument @FILE is the command's own business.
        .setExpandAtFiles(false)
        .setOut(out)
        .setErr(err)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(errors)
        .setExecutionExceptionHandler(errors)
        .execute(arguments);
  }

  /**
   * The subcommand that is asked for, or all of them when it cannot be told: picocli reads what
   * each one takes by reflection, and all twenty take a tenth of a second.
   */
  private static List<Object> commands(String... arguments) {
    List<Object> all = commands();
    List<Object> named =
        all.stream()
            .filter(command -> arguments.length > 0 && name(command).equals(arguments[0]))
            // It tells of the others.
            .filter(command -> !(command instanceof CommandLine.HelpCommand))
            .toList();
    return named.isEmpty() ? all : named;
  }

  private static String name(Object command) {
    return Objects.requireNonNull(command.getClass().getAnnotation(Command.class)).name();
  }

  /** All subcommands; {@link CommandGroups} says in which order the help lists them. */
  private static List<Object> commands() {
    return List.of(
        new InitCommand(),
        new UpCommand(),
        new StatusCommand(),
        new RunCommand(),
        new LogsCommand(),
        new ParseCommand(),
        new PytestCommand(),
        new AirflowCommand(),
        new ShellCommand(),
        new DeployCommand(),
        new ReleasesCommand(),
        new RollbackCommand(),
        new DiffCommand(),
        new ScalingCommand(),
        new LoadCommand(),
        new DoctorCommand(),
        new DownCommand(),
        new DestroyCommand(Confirmation.onTerminal()),
        new DaemonCommand(),
        new RehearseCommand(),
        new CommandLine.HelpCommand());
  }
}
