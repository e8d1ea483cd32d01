package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What loss costs in minutes; and that the scenarios see a loss: with kombu's stock transport,
 * those that are about a worker's queue manners fail.
 *
 * <p>The others have nothing to do with manners. Three that have are not among those that must fail
 * here, as it depends on chance which worker gets which messages, or on what the kernel keeps of a
 * connection: two queues, workers that are asked to leave, and silence. {@code test_manners.py}
 * arranges those and sees them fail.
 */
@Tag("endurance")
class LossEnduranceIT {
  @TempDir private Path folder;

  @Test
  void aWorkerThatHoldsMessagesIsLostAsAWhole() throws Exception {
    try (TestingStack stack = CountedTasks.project(folder.resolve("project"), 1)) {
      stack.up();
      try (LossScenarios loss = LossScenarios.on(stack)) {
        loss.aWorkerThatHoldsMessagesIsLostAsAWhole();
      }
    }
  }

  @Test
  void withoutMannersTheDeathOfAMainProcessIsALoss() throws Exception {
    assertLossWithoutManners(LossScenarios::theMainProcessOfAWorkerIsKilled);
  }

  @Test
  void withoutMannersRefusalIsALoss() throws Exception {
    assertLossWithoutManners(LossScenarios::theDaemonIsKilledAndSqsRefusesForHalfAMinute);
  }

  private void assertLossWithoutManners(Scenario scenario) throws Exception {
    try (TestingStack stack = CountedTasks.project(folder.resolve("project"), 2)) {
      CountedTasks.switchMannersOff(stack);
      stack.up();
      try (LossScenarios loss = LossScenarios.on(stack)) {
        ThrowingCallable play = () -> scenario.play(loss);
        assertThatThrownBy(play)
            .isInstanceOf(AssertionError.class)
            .satisfies(failure -> System.out.println(failure.getMessage()));
      }
    }
    assertThat(new OwnProcesses(folder.resolve("project")).alive()).isEmpty();
  }

  private interface Scenario {
    void play(LossScenarios loss) throws Exception;
  }
}
