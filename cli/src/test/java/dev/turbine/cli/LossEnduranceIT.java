package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What loss costs in minutes; and that the scenarios see a loss: with workers as Celery and kombu
 * make them, those that are about a worker's manners fail.
 *
 * <p>Nothing of that has a part in the scheduler's death, nor in the Python parent's beyond that of
 * the worker that dies with it. Four that have are not among those that must fail here, as it
 * depends on chance which worker gets which messages, what the kernel keeps of a connection, or
 * whether a task begins in the second or two without a database: two queues, workers that are asked
 * to leave, silence, and PostgreSQL's death. {@code QueueMannersIT} and {@code FailingSqsIT}
 * arrange the first three and see them fail; the last one failed four times of five.
 */
@Tag("endurance")
class LossEnduranceIT {
  /** SQS's longest, and what others set: kombu extends nothing. */
  private static final Duration STOCK_VISIBILITY = Duration.ofHours(12);

  @TempDir private Path folder;

  @Test
  void aWorkerThatHoldsMessagesIsLostAsAWhole() throws Exception {
    play(1, LossScenarios::aWorkerThatHoldsMessagesIsLostAsAWhole);
  }

  @Test
  void theMainProcessOfTheOnlyWorkerHangs() throws Exception {
    play(1, LossScenarios::theMainProcessOfTheOnlyWorkerHangs);
  }

  @Test
  void withoutMannersTheDeathOfAMainProcessIsALoss() throws Exception {
    assertLossWithoutManners(
        2, LossScenarios::theMainProcessOfAWorkerIsKilled, CountedTasks.ALL_END);
  }

  @Test
  void withoutMannersATaskGoesOnBesideItsNextTry() throws Exception {
    assertLossWithoutManners(
        2, LossScenarios::aPoolProcessIsKilled, LossScenarios.EACH_ONCE_AND_THE_LOST_ONE_AGAIN);
  }

  @Test
  void withoutMannersRefusalIsALoss() throws Exception {
    assertLossWithoutManners(
        2, LossScenarios::theDaemonIsKilledAndSqsRefusesForHalfAMinute, CountedTasks.ALL_END);
  }

  @Test
  void withoutMannersWhatALostWorkerHadNotBegunIsALoss() throws Exception {
    assertLossWithoutManners(
        1, LossScenarios::aWorkerThatHoldsMessagesIsLostAsAWhole, LossScenarios.ALL_BEGIN);
  }

  private void play(int workers, Scenario scenario) throws Exception {
    try (TestingStack stack = CountedTasks.project(folder.resolve("project"), workers)) {
      stack.up();
      try (LossScenarios loss = LossScenarios.on(stack)) {
        scenario.play(loss);
      }
    }
  }

  /**
   * @param reason what the failure says: another one would be none of the scenario's
   */
  private void assertLossWithoutManners(int workers, Scenario scenario, String reason)
      throws Exception {
    try (TestingStack stack = CountedTasks.project(folder.resolve("project"), workers)) {
      CountedTasks.switchMannersOff(stack);
      stack.up();
      try (LossScenarios loss = LossScenarios.on(stack)) {
        loss.queues().visibility(STOCK_VISIBILITY);
        ThrowingCallable play = () -> scenario.play(loss);
        assertThatThrownBy(play)
            .isInstanceOf(AssertionError.class)
            .hasMessageContaining(reason)
            .satisfies(failure -> System.out.println(failure.getMessage()));
      }
    }
    assertThat(new OwnProcesses(folder.resolve("project")).alive()).isEmpty();
  }

  private interface Scenario {
    void play(LossScenarios loss) throws Exception;
  }
}
