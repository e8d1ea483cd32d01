package dev.turbine.local.store;

import dev.turbine.local.store.WorkerTests.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers while SQS fails. With {@code -Pendurance} each test is run with kombu's stock transport,
 * and must fail there.
 */
class FailingSqsIT {
  private static final String TESTS = "test_failing_sqs.py";

  @TempDir Path folder;

  @Test
  void workersOutliveIt() throws Exception {
    WorkerTests.pass(folder, Transport.OURS, Map.of(), TESTS);
  }

  @Tag("endurance")
  @Test
  void theStockTransportDoesNot() throws Exception {
    WorkerTests.pass(folder, Transport.STOCK, Map.of(), TESTS);
  }
}
