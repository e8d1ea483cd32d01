package dev.turbine.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbine.local.process.ServiceRecords.ServiceRecord;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceRecordsTest {
  @TempDir private Path folder;

  @Test
  void aLaterDaemonFindsWhatAnEarlierOneWroteDown() {
    ProcessIdentity process = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();
    ServiceRecord record =
        new ServiceRecord("scheduler", process, new ServiceOrigin("fingerprint", "release"));

    new ServiceRecords(folder).write(record);

    assertThat(new ServiceRecords(folder).alive()).containsExactly(record);
    assertThat(new ServiceRecords(folder).alive("scheduler")).contains(record);
  }
}
