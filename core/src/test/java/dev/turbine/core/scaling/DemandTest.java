package dev.turbine.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.core.queue.QueueDepth;
import dev.turbine.core.queue.TestingTaskQueue;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemandTest {
  @Test
  void queuesAreCountedTogether() {
    assertThat(Demand.measure(List.of(queue("a", 3, 1), queue("b", 0, 2))))
        .isEqualTo(new Demand.Tasks(3, 3));
  }

  @Test
  void oneQueueThatDoesNotAnswerMakesTheWholeUnreadable() {
    TestingTaskQueue silent = new TestingTaskQueue("gone", false);
    assertThat(Demand.measure(List.of(queue("a", 3, 1), silent)))
        .isInstanceOfSatisfying(
            Demand.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains("gone"));
  }

  private static TestingTaskQueue queue(String name, long visible, long inFlight) {
    TestingTaskQueue queue = new TestingTaskQueue(name, true);
    queue.become(new QueueDepth(visible, inFlight));
    return queue;
  }
}
