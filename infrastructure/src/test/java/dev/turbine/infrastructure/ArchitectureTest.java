package dev.turbine.infrastructure;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The rules of the other modules, which do not see this one. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.turbine.infrastructure");

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.turbine.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void workersKnowNothingOfTheCluster() {
    noClasses()
        .that()
        .resideInAPackage("..workers..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..cluster..", "..network..")
        .check(CLASSES);
  }

  @Test
  void nothingOfTurbineThatRunsIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.turbine..")
                .and(not(resideInAPackage("dev.turbine.infrastructure.."))))
        .check(CLASSES);
  }

  @Test
  void packagesAreNullMarked() {
    assertThat(CLASSES.stream().map(JavaClass::getPackage).distinct())
        .isNotEmpty()
        .allMatch(found -> found.isAnnotatedWith(NullMarked.class));
  }

  @Test
  void namesAndStateAreThoseOfTheOtherModules() {
    noClasses()
        .should()
        .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl|Common)(\\p{Lu}.*)?")
        .check(CLASSES);
    fields().that().areStatic().or().areNotPrivate().should().beFinal().check(CLASSES);
  }

  @Test
  void noModuleWaitsForIt() throws Exception {
    String root = Files.readString(Repository.root().resolve("pom.xml"));
    List<String> modules =
        Pattern.compile("<module>(.*?)</module>")
            .matcher(root)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(modules).hasSizeGreaterThan(1).endsWith("infrastructure");
    for (String module : modules.subList(0, modules.size() - 1)) {
      Path pom = Repository.root().resolve(module).resolve("pom.xml");
      assertThat(pom).content().doesNotContain("turbine-infrastructure");
    }
  }
}
