package dev.turbine.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbine.core.TurbineException;
import dev.turbine.local.stack.DaemonLock;
import dev.turbine.local.stack.StackDirectory;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonSilenceTest {
  private static final Instant BEGAN = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private Path folder;

  @Test
  void tellsTheProcessThatIsSilentForTooLong() {
    StackDirectory directory = StackDirectory.of(folder);
    directory.create();
    try (DaemonLock _ = DaemonLock.take(directory).orElseThrow()) {
      DaemonSilence silence = new DaemonSilence(directory, BEGAN);
      Instant limit = BEGAN.plus(DaemonSilence.LIMIT);
      assertThatCode(() -> silence.unanswered(limit.minusMillis(1))).doesNotThrowAnyException();
      assertThatThrownBy(() -> silence.unanswered(limit))
          .isInstanceOf(TurbineException.class)
          .hasMessageContaining("kill -9 " + ProcessHandle.current().pid());
      silence.answered(limit);
      assertThatCode(() -> silence.unanswered(limit.plusSeconds(1))).doesNotThrowAnyException();
    }
  }
}
