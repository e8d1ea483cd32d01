package dev.turbine.airflow.environment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.airflow.environment.Requirements.Line;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The samples are what uv 0.13.9 wrote. */
class ResolutionFailureTest {
  private static final Lock BASE =
      Lock.parse("celery==5.6.3 \\\n    --hash=sha256:00\ncffi==2.1.1 ; os_name != 'x'\n");

  @Test
  void namesTheLineAndTheLockedVersionThatItContradicts() {
    TurbineException failure =
        explain(
            """
            error: No solution found when resolving dependencies
              cause: Because you require celery==5.6.3 and celery==5.7.0, we can conclude that your \
            requirements are unsatisfiable.
            """,
            "cowsay",
            "celery==5.7.0");

    assertThat(failure.category()).isEqualTo(Category.PROJECT);
    assertThat(failure)
        .hasMessage(
            """
            The requirements contradict what Airflow is locked with:
              Turbine locks celery to 5.6.3
              requirements.txt line 2: celery==5.7.0
            Why:
              you require celery==5.6.3 and celery==5.7.0
            These versions are the ones that this Airflow is tested with. Change or remove the line \
            so that it accepts them, or give that code an environment of its own \
            (@task.virtualenv, @task.external_python).\
            """);
  }

  @Test
  void namesTheLineWhoseDependencyContradictsALockedVersion() {
    assertThat(
            explain(
                """
                error: No solution found when resolving dependencies
                  cause: Because dbt-core==1.5.0 depends on cffi>=1.9,<2.0.0 and you require \
                cffi{platform_python_implementation != 'PyPy'}==2.1.1, we can conclude that your \
                requirements and dbt-core==1.5.0 are incompatible.
                         And because you require dbt-core==1.5.0, we can conclude that your \
                requirements are unsatisfiable.
                """,
                "dbt-core==1.5.0"))
        .hasMessageContaining("Turbine locks cffi to 2.1.1\n  requirements.txt line 1: dbt-core")
        .hasMessageContaining(
            "  dbt-core==1.5.0 depends on cffi>=1.9,<2.0.0 and you require cffi==2")
        .hasMessageNotContaining("we can conclude");
  }

  @Test
  void tellsAnUnknownPackageFromAnUnknownVersionAndFromTwoLinesThatDisagree() {
    assertThat(
            explain(
                """
                error: No solution found when resolving dependencies
                  cause: Because nope was not found in the package registry and you require nope, \
                we can conclude that your requirements are unsatisfiable.
                """,
                "nope"))
        .hasMessageStartingWith(
            "The package index has no package nope.\n  requirements.txt line 1");
    assertThat(
            explain(
                """
                error: No solution found when resolving dependencies
                  cause: Because only cowsay<=6.1 is available and you require cowsay>=99.0, we can \
                conclude that your requirements are unsatisfiable.
                """,
                "cowsay>=99.0"))
        .hasMessageStartingWith("The package index has no such version of cowsay");
    assertThat(
            explain(
                """
                error: No solution found when resolving dependencies
                  cause: Because you require cowsay==5.0 and cowsay==6.1, we can conclude that your \
                requirements are unsatisfiable.
                """,
                "cowsay==5.0",
                "cowsay==6.1"))
        .hasMessageStartingWith("The requirements contradict each other.")
        .hasMessageContaining("line 1: cowsay==5.0\n  requirements.txt line 2: cowsay==6.1");
  }

  @Test
  void blamesTheMachineForANetworkThatDoesNotAnswerAndShowsNoCredentials() {
    TurbineException failure =
        explain(
            """
            \u001b[1m\u001b[31merror\u001b[39m\u001b[0m: Request failed after 3 retries in 5.0s
              cause: Failed to fetch: https://me:secret@localhost:1/simple/cowsay/
              cause: Connection refused (os error 111)
            """,
            "cowsay");

    assertThat(failure.category()).isEqualTo(Category.MACHINE);
    assertThat(failure)
        .hasMessageContaining("  Failed to fetch: https://***@localhost:1/simple/cowsay/\n")
        .hasMessageContaining("All of it: /cache/build.log")
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("secret")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void saysThatALineIsNoRequirement() {
    TurbineException failure =
        explain(
            """
            error: Couldn't parse requirement in `requirements.in` at position 0
              cause: Expected one of `@`, `(`, `<`, `=`, `>`, `~`, `!`, `;`, found `s`
                     cow say == 3
                         ^
            """,
            "cow say == 3");

    assertThat(failure.category()).isEqualTo(Category.PROJECT);
    assertThat(failure).hasMessageContaining("requirements.txt line 1: cow say == 3");
  }

  private static TurbineException explain(String said, String... lines) {
    List<Line> packages =
        IntStream.range(0, lines.length)
            .mapToObj(i -> new Line("requirements.txt", i + 1, Stream.of(lines).toList().get(i)))
            .toList();
    return ResolutionFailure.of(
        new Uv.Result(false, said, Path.of("/cache/build.log")),
        new Requirements(packages, List.of(), List.of()),
        BASE);
  }
}
