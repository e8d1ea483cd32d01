package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import dev.turbine.core.architecture.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rules for the modules of the AWS stack; that they are seen to fail is the same test's of cli.
 * The local stack is on no class path here: code that used it would not compile.
 */
class ArchitectureTest {
  private static final JavaClasses TURBINE = ArchitectureRules.turbine();

  static List<ArchRule> rules() {
    return List.of(
        ArchitectureRules.modulesUseOnlyThoseBelow(List.of("core", "airflow", "aws", "lambda")),
        ArchitectureRules.packagesHaveNoCycles(),
        ArchitectureRules.namesSayWhatAThingIs(),
        ArchitectureRules.packagesAreNullMarked(),
        ArchitectureRules.sharedStateIsFinal());
  }

  @Test
  void allModulesAreSeenAndNoTestsAndNotTheLocalStack() {
    assertThat(TURBINE)
        .extracting(type -> type.getPackageName().split("\\.")[2])
        .contains("core", "airflow", "aws", "lambda")
        .doesNotContain("local", "console", "cli", "infrastructure");
    assertThat(TURBINE.contain(ArchitectureTest.class)).isFalse();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(TURBINE);
  }
}
