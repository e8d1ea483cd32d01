package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import dev.turbine.core.architecture.ArchitectureRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final Map<String, ArchRule> RULES =
      Map.of(
          "modules",
              ArchitectureRules.modulesUseOnlyThoseBelow(
                  List.of("core", "airflow", "local", "console", "cli")),
          "pure", ArchitectureRules.coreIsPure(),
          "cycles", ArchitectureRules.packagesHaveNoCycles(),
          "names", ArchitectureRules.namesSayWhatAThingIs(),
          "null", ArchitectureRules.packagesAreNullMarked(),
          "final", ArchitectureRules.sharedStateIsFinal());

  private static final JavaClasses TURBINE = ArchitectureRules.turbine();
  private static final JavaClasses BAD_EXAMPLES =
      new ClassFileImporter()
          .importPackages("dev.turbine.core.badexample", "dev.turbine.cli.badexample");

  @Test
  void allModulesAreSeenAndNoTests() {
    assertThat(TURBINE)
        .extracting(type -> type.getPackageName().split("\\.")[2])
        .contains("core", "cli");
    assertThat(TURBINE.contain(ArchitectureTest.class)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"modules", "pure", "cycles", "names", "null", "final"})
  void holds(String rule) {
    RULES.get(rule).check(TURBINE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"modules", "pure", "cycles", "names", "null", "final"})
  void isSeenToFail(String rule) {
    assertThat(RULES.get(rule).evaluate(BAD_EXAMPLES).hasViolation()).isTrue();
  }

  @Test
  void everyWayOutOfThePureDomainIsSeen() {
    String violations = String.join("\n", violations("pure"));
    assertThat(violations)
        .contains(
            "streams()",
            "network()",
            "clock()",
            "logging()",
            "chance()",
            "files(",
            "now()",
            "environment()",
            "identity()",
            "threadChance()",
            "mathChance()");
  }

  @Test
  void theViolationsAreThoseMeant() {
    assertThat(violations("names")).hasSize(2).anyMatch(line -> line.contains("QueueManager"));
    assertThat(violations("modules")).allMatch(line -> line.contains("UsesUpperModule"));
    assertThat(violations("final"))
        .allMatch(line -> line.contains("Mutable."))
        .anyMatch(line -> line.contains("Mutable.counter"))
        .anyMatch(line -> line.contains("Mutable.own"))
        .anyMatch(line -> line.contains("Mutable.shared"));
  }

  private List<String> violations(String rule) {
    return RULES.get(rule).evaluate(BAD_EXAMPLES).getFailureReport().getDetails();
  }
}
