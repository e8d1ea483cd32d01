package dev.turbine.cli;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Help.ColorScheme;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one place that turns an exception into words for a person and an exit code. */
final class Errors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  @Override
  public int handleParseException(ParameterException exception, String[] arguments) {
    CommandLine command = exception.getCommandLine();
    print(command, exception.getMessage());
    UnmatchedArgumentException.printSuggestions(exception, command.getErr());
    command.getErr().printf("See: %s --help%n", command.getCommandSpec().qualifiedName());
    return Category.USAGE.exitCode();
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, ParseResult parsed) {
    if (exception instanceof TurbineException known) {
      print(command, known.getMessage());
      return known.category().exitCode();
    }
    print(command, "this should not happen: " + exception + "\n" + keep(exception));
    return Category.FAILED.exitCode();
  }

  private static void print(CommandLine command, @Nullable String message) {
    ColorScheme colors = command.getColorScheme();
    // Not as markup: a message may hold text that picocli would take for a style.
    command.getErr().println(colors.errorText("turbine: ") + message);
  }

  private static String keep(Exception exception) {
    try {
      Path file = Files.createTempFile("turbine-error-", ".txt");
      try (PrintWriter writer = new PrintWriter(Files.newBufferedWriter(file))) {
        exception.printStackTrace(writer);
      }
      return "Please report it with the stack trace in " + file;
    } catch (IOException unwritable) {
      return "No stack trace was kept: " + unwritable;
    }
  }
}
