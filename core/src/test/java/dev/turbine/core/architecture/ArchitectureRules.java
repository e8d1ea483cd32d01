package dev.turbine.core.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** The rules of docs/architecture.md that a machine can hold. */
public final class ArchitectureRules {
  private static final String VAGUE_WORD = "(Util|Utils|Helper|Helpers|Manager|Impl|Common)";

  private ArchitectureRules() {}

  /** All of Turbine that the class path of a test shows, without tests and what they share. */
  public static JavaClasses turbine() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages("dev.turbine");
  }

  /**
   * Modules form a line of which each uses only those before it.
   *
   * @param modules from the lowest to the highest
   */
  public static ArchRule modulesUseOnlyThoseBelow(List<String> modules) {
    return CompositeArchRule.of(
            IntStream.range(0, modules.size() - 1)
                .mapToObj(module ->
                    noClasses()
                        .that()
                        .resideInAPackage(packageOf(modules.get(module)))
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(above(modules, module))
                        .allowEmptyShould(true))
                .toList())
        .because("modules use only those below: " + String.join(" <- ", modules));
  }

  /** The domain reads nothing of the world. */
  public static ArchRule coreIsPure() {
    return noClasses()
        .that()
        .resideInAPackage(packageOf("core"))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                    "java.io",
                    "java.net..",
                    "java.nio.channels..",
                    "java.security..",
                    "java.util.logging..",
                    "java.util.random..",
                    "org.slf4j..")
                .and(not(belongToAnyOf(Serializable.class, IOException.class, URI.class)))
                // A hash is a function of its bytes; the rest of java.security is chance and keys.
                .and(not(belongToAnyOf(MessageDigest.class, NoSuchAlgorithmException.class)))
                .or(belongToAnyOf(Clock.class, Files.class, Process.class, ProcessBuilder.class))
                .or(belongToAnyOf(System.Logger.class, Thread.class))
                .or(assignableTo(Random.class)))
        .orShould()
        .callCodeUnitWhere(target(readsTheWorld()))
        .because("core takes times, seeds and contents as parameters");
  }

  /** No two packages need each other. */
  public static ArchRule packagesHaveNoCycles() {
    return slices()
        .matching("dev.turbine.(**)")
        .should()
        .beFreeOfCycles()
        .because("packages that need each other are one package");
  }

  /** No class or package has a vague name. */
  public static ArchRule namesSayWhatAThingIs() {
    return noClasses()
        .should()
        .haveNameMatching(".*" + VAGUE_WORD + "(\\p{Lu}.*|\\d.*|\\$.*)?")
        .orShould()
        .haveNameMatching("(?i).*\\." + VAGUE_WORD + "\\..*")
        .because("a vague name gathers unrelated things");
  }

  /** Every package says what may be null. */
  public static ArchRule packagesAreNullMarked() {
    return classes()
        .should(
            new ArchCondition<JavaClass>("be in a @NullMarked package") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                String message = type.getPackageName() + " has no @NullMarked package-info.java";
                events.add(new SimpleConditionEvent(type, marked, message));
              }
            });
  }

  /** What others see or share does not change. */
  public static ArchRule sharedStateIsFinal() {
    DescribedPredicate<JavaClass> core = resideInAPackage(packageOf("core"));
    return CompositeArchRule.of(
            List.of(
                fields().that().areNotPrivate().should().beFinal().allowEmptyShould(true),
                fields().that().areStatic().should().beFinal().allowEmptyShould(true),
                fields()
                    .that()
                    .areDeclaredInClassesThat(core)
                    .and()
                    .doNotHaveModifier(JavaModifier.SYNTHETIC)
                    .should()
                    .beFinal()
                    .allowEmptyShould(true)))
        .because("values do not change; what must change is private to one object");
  }

  private static DescribedPredicate<CodeUnitCallTarget> readsTheWorld() {
    return DescribedPredicate.describe(
        "reads the clock, the environment or chance",
        method -> {
          String owner = method.getOwner().getFullName();
          return (owner.startsWith("java.time.") && method.getName().equals("now"))
              || (owner.equals("java.lang.System") && !method.getName().equals("identityHashCode"))
              || (owner.equals("java.lang.Math") && method.getName().equals("random"))
              || (owner.equals("java.util.UUID") && method.getName().equals("randomUUID"));
        });
  }

  private static String packageOf(String module) {
    return "dev.turbine." + module + "..";
  }

  private static String[] above(List<String> modules, int module) {
    return modules.stream()
        .skip(module + 1L)
        .map(ArchitectureRules::packageOf)
        .toArray(String[]::new);
  }
}
