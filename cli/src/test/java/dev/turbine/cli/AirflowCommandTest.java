package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AirflowCommandTest {
  @TempDir private Path project;

  @ParameterizedTest
  @ValueSource(
      strings = {"dags list --output json", "-- --help", "tasks test a b -p x", "cheat-sheet @x"})
  void whatIsAirflowsIsNotTakenForOurs(String arguments) throws IOException {
    Files.createDirectory(project.resolve("dags"));
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("airflow", "-p", project.toString()));
    all.addAll(List.of(arguments.split(" ")));

    int exitCode =
        Main.run(
            new PrintWriter(new StringWriter()), new PrintWriter(err), all.toArray(String[]::new));

    assertThat(err.toString()).contains("The stack of " + project + " is not running");
    assertThat(exitCode).isEqualTo(5);
  }
}
