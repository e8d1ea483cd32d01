package dev.turbine.airflow.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.environment.Environment;
import dev.turbine.airflow.environment.Environments;
import dev.turbine.airflow.environment.PythonInterpreters;
import dev.turbine.airflow.environment.Requirements;
import dev.turbine.airflow.process.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Runs the tests of {@code turbine_airflow}, in the environment that it lives in. */
class PythonPackageIT {
  @Test
  void itsOwnTestsPass() throws Exception {
    Map<String, String> variables = System.getenv();
    Path home = Path.of(System.getProperty("user.home"));
    Environment environment =
        new Environments(Environments.cache(variables, home), variables)
            .prepare(
                new PythonInterpreters(variables, home).find(),
                Requirements.none(),
                System.out::println);
    Command.Output tests =
        new Command(
                List.of(environment.python().toString(), "-m", "pytest", "-q", "--color=no"),
                variables,
                Path.of("").toAbsolutePath(),
                Duration.ofMinutes(10))
            .run();
    assertThat(tests.exitCode()).as(tests.standardOutput() + tests.standardError()).isZero();
  }
}
