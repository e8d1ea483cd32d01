package dev.turbine.core.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import org.junit.jupiter.api.Test;

/** What every {@link TaskQueue} promises; its adapters' tests extend this. */
public abstract class TaskQueueContract {
  /** The queue under test, empty at first and the same at each call within a test. */
  protected abstract TaskQueue queue();

  /** A queue of the same kind that was never made. */
  protected abstract TaskQueue missingQueue();

  /** Puts one task into the queue. */
  protected abstract void send();

  /** Takes one task as a worker does; returns what ends it: run it when the task has ended. */
  protected abstract Runnable take();

  @Test
  void emptyQueueHasNoDemand() {
    assertThat(queue().depth()).isEqualTo(new QueueDepth(0, 0));
    assertThat(queue().depth().demand()).isZero();
  }

  @Test
  void demandCountsATaskFromItsSendingToItsEnd() {
    send();
    send();
    assertThat(queue().depth()).isEqualTo(new QueueDepth(2, 0));
    Runnable end = take();
    assertThat(queue().depth()).isEqualTo(new QueueDepth(1, 1));
    assertThat(queue().depth().demand()).isEqualTo(2);
    end.run();
    assertThat(queue().depth()).isEqualTo(new QueueDepth(1, 0));
  }

  @Test
  void readingTheDepthTakesNothing() {
    send();
    assertThat(queue().depth()).isEqualTo(queue().depth());
  }

  @Test
  void missingQueueIsAnErrorThatNamesIt() {
    TaskQueue missing = missingQueue();
    assertThatThrownBy(missing::depth)
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining(missing.name());
  }
}
