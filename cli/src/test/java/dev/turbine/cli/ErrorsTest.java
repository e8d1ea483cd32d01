package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class ErrorsTest {
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @EnumSource
  void aKnownProblemIsShownAsItIs(Category category) {
    assertThat(run(new TurbineException(category, "port 8080 is taken: @|red no markup|@ %n")))
        .isEqualTo(category.exitCode());
    assertThat(err).hasToString("turbine: port 8080 is taken: @|red no markup|@ %n\n");
  }

  @Test
  void anUnknownOneIsOneLineAndAStackTraceInAFile() throws IOException {
    assertThat(run(new IllegalStateException("forgotten case"))).isEqualTo(1);
    assertThat(err.toString()).contains("forgotten case").doesNotContain("\tat ");

    Matcher file = Pattern.compile("stack trace in (.*)").matcher(err.toString());
    assertThat(file.find()).isTrue();
    Path trace = Path.of(file.group(1));
    assertThat(trace).content().contains("forgotten case", "\tat ");
    Files.delete(trace);
  }

  private int run(RuntimeException failure) {
    return new CommandLine(new Failing(failure))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(new Errors())
        .execute();
  }

  @Command(name = "failing")
  private record Failing(RuntimeException failure) implements Runnable {
    @Override
    public void run() {
      throw failure;
    }
  }
}
