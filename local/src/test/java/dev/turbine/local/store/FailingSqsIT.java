package dev.turbine.local.store;

import dev.turbine.airflow.settings.AirflowSettings;
import dev.turbine.local.store.WorkerTests.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers, and the executor that sends to them, while SQS fails. With {@code -Pendurance} each test
 * is run without what Turbine adds to Airflow, and must fail there.
 */
class FailingSqsIT {
  private static final String[] TESTS = {"test_failing_sqs.py", "test_sending.py"};

  @TempDir Path folder;

  @Test
  void noTaskIsLost() throws Exception {
    WorkerTests.pass(folder, Transport.OURS, AirflowSettings.defaults(1), TESTS);
  }

  @Tag("endurance")
  @Test
  void withoutTurbineSomeAre() throws Exception {
    WorkerTests.pass(folder, Transport.STOCK, Map.of(), TESTS);
  }
}
