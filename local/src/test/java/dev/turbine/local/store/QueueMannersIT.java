package dev.turbine.local.store;

import dev.turbine.local.store.WorkerTests.Transport;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers' queue manners. With {@code -Pendurance} each test is run with kombu's stock transport,
 * and must fail there; and workers are stopped as often as nobody would wait for in every build.
 */
class QueueMannersIT {
  private static final String TESTS = "test_manners.py";

  /** Shutdowns of workers to which messages are sent meanwhile. */
  private static final String MOMENTS = "TURBINE_TEST_MOMENTS";

  private static final Map<String, String> FEW = Map.of(MOMENTS, "10");
  private static final Map<String, String> MANY = Map.of(MOMENTS, "200");

  @TempDir Path folder;

  @Test
  void workersHaveManners() throws Exception {
    WorkerTests.pass(folder, Transport.OURS, FEW, TESTS);
  }

  @Tag("endurance")
  @Test
  void theStockTransportHasNone() throws Exception {
    // Which of them loses one is chance, and the first ends it.
    WorkerTests.pass(folder, Transport.STOCK, MANY, TESTS);
  }

  @Tag("endurance")
  @Test
  void noMessageIsLostHoweverOftenAWorkerStops() throws Exception {
    WorkerTests.pass(folder, Transport.OURS, MANY, TESTS, "-k", "in_the_moment_of_a_shutdown");
  }
}
