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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs tests of {@code turbine_airflow}, in the environment that it lives in. */
public final class PythonTests {
  private PythonTests() {}

  /**
   * Fails with what pytest printed if a test does.
   *
   * @param folder where pytest starts
   * @param settings environment variables beside this process's own
   * @return pytest's last line, which counts the tests
   */
  public static String pass(
      Path folder, Map<String, String> settings, Duration limit, String... arguments)
      throws Exception {
    Map<String, String> variables = new HashMap<>(System.getenv());
    Path home = Path.of(System.getProperty("user.home"));
    Environment environment =
        new Environments(Environments.cache(variables, home), variables)
            .prepare(
                new PythonInterpreters(variables, home).find(),
                Requirements.none(),
                System.out::println);
    variables.putAll(settings);
    List<String> command = new ArrayList<>();
    command.add(environment.python().toString());
    command.addAll(List.of("-m", "pytest", "-q", "-p", "no:cacheprovider", "--color=no"));
    command.addAll(List.of(arguments));
    Command.Output tests = new Command(command, variables, folder.toAbsolutePath(), limit).run();
    assertThat(tests.exitCode()).as(tests.standardOutput() + tests.standardError()).isZero();
    return tests.standardOutput().lines().toList().getLast();
  }

  /** The same for the tests of this module. */
  static void pass(String... arguments) throws Exception {
    pass(Path.of(""), Map.of(), Duration.ofMinutes(10), arguments);
  }
}
