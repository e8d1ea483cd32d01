package dev.turbine.local.startup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class StartupTest {
  private final Startup startup = new Startup();

  @AfterEach
  void close() {
    startup.close();
  }

  @Test
  void aStepTakesWhatTheStepsBeforeItMade() throws Exception {
    Step<Integer> two = startup.step("two", List.of(), step -> 2);
    Step<Integer> three = startup.step("three", List.of(), step -> 3);
    Step<Integer> product =
        startup.step("product", List.of(two, three), step -> two.value() * three.value());
    startup.await();
    assertThat(product.value()).isEqualTo(6);
    assertThat(startup.status()).extracting(StepStatus::state).containsOnly(StepState.DONE);
  }

  @Test
  void stepsThatDoNotWaitForOneAnotherRunSideBySide() throws Exception {
    CountDownLatch bothRun = new CountDownLatch(2);
    Step.Work<Boolean> meet =
        step -> {
          bothRun.countDown();
          bothRun.await();
          return true;
        };
    startup.step("one", List.of(), meet);
    startup.step("other", List.of(), meet);
    startup.await();
    assertThat(bothRun.getCount()).isZero();
  }

  @Test
  void aFailureIsToldAtOnceAndNothingAfterItRuns() {
    CountDownLatch never = new CountDownLatch(1);
    Step<Boolean> broken =
        startup.step(
            "broken",
            List.of(),
            step -> {
              step.describe("trying");
              throw new IllegalStateException("no more cheese");
            });
    Step<Boolean> after = startup.step("after", List.of(broken), step -> true);
    Step<Boolean> beside =
        startup.step(
            "beside",
            List.of(),
            step -> {
              never.await();
              return true;
            });
    assertThatThrownBy(startup::await)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no more cheese");
    assertThat(broken.status().state()).isEqualTo(StepState.FAILED);
    assertThat(broken.status().detail()).isEqualTo("no more cheese");
    assertThat(after.isDone()).isFalse();

    startup.close();
    assertThat(after.status().state()).isEqualTo(StepState.SKIPPED);
    assertThat(beside.status().state()).isEqualTo(StepState.FAILED);
    assertThat(beside.isDone()).isFalse();
  }

  @Test
  void theLastWordsOfAStepStay() throws Exception {
    startup.step(
        "wordy",
        List.of(),
        step -> {
          step.describe("first");
          step.describe("last");
          return true;
        });
    startup.await();
    assertThat(startup.status().getFirst().detail()).isEqualTo("last");
  }
}
