package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void helpGoesToStandardOutput() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).startsWith("Usage: turbine [-hV] COMMAND").contains("Begin:");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void versionNamesTurbineAndAirflow() {
    assertThat(run("--version")).isZero();
    assertThat(out.toString()).containsPattern("Turbine \\d+\\.\\d+").contains("Airflow 3.");
  }

  @Test
  void aTypingMistakeIsAnsweredWithTheNearestCommand() {
    assertThat(run("hepl")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).contains("hepl", "Did you mean", "turbine help");
  }

  @Test
  void withoutACommandItListsThemInTheOrderOfWork() {
    assertThat(run()).isZero();
    assertThat(out.toString())
        .containsSubsequence("  init", "  up", "  status", "  run", "  logs", "  parse", "  pytest")
        .containsSubsequence("  airflow", "  shell", "  doctor", "  down", "  destroy")
        .contains("turbine COMMAND --help")
        .doesNotContain("daemon");
    assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void everyCommandHasExamples() {
    for (String command : new String[] {"init", "up", "status", "doctor", "down", "destroy"}) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("Examples:", "turbine " + command);
      assertThat(out.toString().lines()).allMatch(line -> line.length() <= 80);
    }
  }

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }
}
