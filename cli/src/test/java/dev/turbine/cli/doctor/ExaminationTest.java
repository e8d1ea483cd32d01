package dev.turbine.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.cli.doctor.Finding.Outcome;
import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ExaminationTest {
  @Test
  void aCheckThatHangsIsAFindingAndTheOthersAreHeard() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Check hanging =
        check(
            "disk",
            () -> {
              while (never.getCount() > 0) {
                Thread.onSpinWait(); // Deaf to interruption, as a hanging system call is.
              }
              return List.of();
            });

    List<Finding> findings;
    try {
      findings = run(hanging, check("java", () -> List.of(Finding.ok("java", "25"))));
    } finally {
      never.countDown();
    }

    assertThat(findings).extracting(Finding::subject).containsExactly("disk", "java");
    assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.FAILED, Outcome.OK);
  }

  @Test
  void aFailureIsAFindingWithItsAdvice() throws Exception {
    List<Finding> findings =
        run(
            check(
                "one",
                () -> {
                  throw new TurbineException(Category.MACHINE, "It is broken.\nMend it.");
                }),
            check(
                "two",
                () -> {
                  throw new IllegalStateException("odd");
                }),
            check(
                "three",
                () -> {
                  throw new StackOverflowError();
                }));

    assertThat(findings.getFirst()).isEqualTo(Finding.failed("one", "It is broken.", "Mend it."));
    assertThat(findings.get(1).seen()).contains("odd");
    assertThat(findings).hasSize(3).allMatch(finding -> finding.outcome() == Outcome.FAILED);
  }

  private static List<Finding> run(Check... checks) throws InterruptedException {
    return new Examination(List.of(checks), Duration.ofSeconds(1)).run();
  }

  private static Check check(String subject, Callable<List<Finding>> work) {
    return new Check() {
      @Override
      public String subject() {
        return subject;
      }

      @Override
      public List<Finding> examine() throws Exception {
        return work.call();
      }
    };
  }
}
