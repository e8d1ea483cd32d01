package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.cli.doctor.Finding;
import dev.turbine.cli.doctor.Finding.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Help.Ansi;

class FindingPrinterTest {
  private static final Finding GOOD = new Finding("java", Outcome.OK, "25.0.1", Optional.empty());
  private static final Finding BAD =
      new Finding(
          "port web",
          Outcome.FAILED,
          "8080 is held by process 77 (/usr/bin/python3), which somebody else has started",
          Optional.of("End it.\n  sudo kill 77"));
  private static final Finding DOUBTFUL =
      new Finding("memory", Outcome.WARNING, "1 GB", Optional.of("End other programs."));

  @Test
  void breaksLinesBetweenWordsAndKeepsGivenOnes() {
    assertThat(printed(Ansi.OFF, List.of(GOOD, BAD)))
        .isEqualTo(
            """
              ok       java          25.0.1
              failed   port web      8080 is held by process 77 (/usr/bin/python3), which
                                     somebody else has started
                                     End it.
                                       sudo kill 77

            1 failed, 0 warnings.
            """);
  }

  @Test
  void coloursOnlyWhereTheyAreWanted() {
    assertThat(printed(Ansi.ON, List.of(GOOD, DOUBTFUL))).contains("\u001B[32m", "\u001B[33m");
    assertThat(printed(Ansi.OFF, List.of(GOOD, DOUBTFUL))).doesNotContain("\u001B");
  }

  @Test
  void sumsUp() {
    assertThat(FindingPrinter.summary(List.of(GOOD))).isEqualTo("All is well.");
    assertThat(FindingPrinter.summary(List.of(GOOD, DOUBTFUL)))
        .isEqualTo("Nothing failed, 1 warning.");
    assertThat(FindingPrinter.summary(List.of(BAD, DOUBTFUL))).isEqualTo("1 failed, 1 warning.");
  }

  private static String printed(Ansi ansi, List<Finding> findings) {
    StringWriter text = new StringWriter();
    new FindingPrinter(new PrintWriter(text, true), ansi, 80).print(findings);
    return text.toString();
  }
}
