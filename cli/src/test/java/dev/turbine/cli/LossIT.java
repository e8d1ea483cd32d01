package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever dies under load, no task is lost and none runs twice. All share one stack: two workers
 * of four slots serve two queues, so more messages may come than fit, in each test.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LossIT {
  private TestingStack stack;
  private LossScenarios loss;

  @BeforeAll
  void up(@TempDir Path folder) throws Exception {
    stack = CountedTasks.project(folder.resolve("project"), 2);
    stack.up();
    loss = LossScenarios.on(stack);
  }

  @AfterAll
  void down() throws Exception {
    loss.close();
    stack.close();
    assertThat(new OwnProcesses(stack.root()).alive()).isEmpty();
  }

  @Test
  void twoQueuesWithLongTasksShareTheirWorkers() throws Exception {
    loss.twoQueuesWithLongTasksShareTheirWorkers();
  }

  @Test
  void theMainProcessOfAWorkerIsKilled() throws Exception {
    loss.theMainProcessOfAWorkerIsKilled();
  }

  @Test
  void aPoolProcessIsKilled() throws Exception {
    loss.aPoolProcessIsKilled();
  }

  @Test
  void thePythonParentIsKilled() throws Exception {
    loss.thePythonParentIsKilled();
  }

  @Test
  void theSchedulerIsKilled() throws Exception {
    loss.theSchedulerIsKilled();
  }

  @Test
  void postgresqlIsKilled() throws Exception {
    loss.postgresqlIsKilled();
  }

  @Test
  void allWorkersAreAskedToLeave() throws Exception {
    loss.allWorkersAreAskedToLeave();
  }

  @Test
  void theDaemonIsKilledAndSqsRefusesForHalfAMinute() throws Exception {
    loss.theDaemonIsKilledAndSqsRefusesForHalfAMinute();
  }

  @Test
  void sqsIsSilentForAMinute() throws Exception {
    loss.sqsIsSilentForAMinute();
  }
}
