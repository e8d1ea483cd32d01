package dev.turbine.airflow.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.PythonInterpreters;
import dev.turbine.airflow.environment.Requirements;
import dev.turbine.airflow.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs tests of {@code turbine_airflow}, in the environment that it lives in. */
final class PythonTests {
  private PythonTests() {}

  /** Fails with what pytest printed if a test does. */
  static void pass(String... arguments) throws Exception {
    Map<String, String> variables = System.getenv();
    Path home = Path.of(System.getProperty("user.home"));
    Environment environment =
        new Environments(Environments.cache(variables, home), variables)
            .prepare(
                new PythonInterpreters(variables, home).find(),
                Requirements.none(),
                System.out::println);
    List<String> command = new ArrayList<>();
    command.add(environment.python().toString());
    command.addAll(List.of("-m", "pytest", "-q", "--color=no"));
    command.addAll(List.of(arguments));
    Command.Output tests =
        new Command(command, variables, Path.of("").toAbsolutePath(), Duration.ofMinutes(10)).run();
    assertThat(tests.exitCode()).as(tests.standardOutput() + tests.standardError()).isZero();
  }
}
