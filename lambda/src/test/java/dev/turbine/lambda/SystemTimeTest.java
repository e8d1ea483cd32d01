package dev.turbine.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.core.TurbineException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class SystemTimeTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final SystemTime time = new SystemTime(Clock.systemUTC());

  @Test
  void workThatEndsGivesItsResult() throws Exception {
    assertThat(time.within(time.now().plus(LONG), () -> "done")).isEqualTo("done");
  }

  @Test
  void workThatFailsFailsWithItsOwnException() {
    TurbineException own = new TurbineException(Category.FAILED, "own");
    assertThatThrownBy(() ->
            time.within(
                time.now().plus(LONG),
                () -> {
                  throw own;
                }))
        .isSameAs(own);
    assertThatThrownBy(() ->
            time.within(
                time.now().plus(LONG),
                () -> {
                  throw new IOException("other");
                }))
        .isInstanceOf(TurbineException.class)
        .hasMessageContaining("other");
  }

  /** Such a work would hold the function until Lambda ends its process. */
  @Test
  void workThatReadsFromASilentSocketIsLeftAndInterrupted() throws Exception {
    CountDownLatch reads = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(silent.getInetAddress(), silent.getLocalPort())) {
      assertThatThrownBy(() ->
              time.within(
                  time.now().plusSeconds(1),
                  () -> {
                    try {
                      reads.countDown();
                      return socket.getInputStream().read();
                    } finally {
                      over.countDown();
                    }
                  }))
          .isInstanceOf(TimeoutException.class);
      assertThat(reads.await(1, TimeUnit.MINUTES)).isTrue();
      assertThat(over.await(1, TimeUnit.MINUTES)).isTrue();
    }
  }

  @Test
  void aTimeThatHasPassedIsNotWaitedFor() throws Exception {
    Instant past = time.now().minus(LONG);
    time.await(past);
    assertThat(time.now()).isAfter(past);
  }
}
