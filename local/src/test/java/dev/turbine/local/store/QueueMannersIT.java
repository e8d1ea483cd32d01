package dev.turbine.local.store;

import dev.turbine.local.store.WorkerTests.Transport;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Workers' queue manners. With {@code -Pendurance} each test is run with kombu's stock transport,
 * and must fail there; and workers are stopped as often as nobody would wait for in every build.
 */
class QueueMannersIT {
  private static final String TESTS = "test_manners.py";
  private static final int MOMENTS = 10;
  private static final int MANY_MOMENTS = 200;

  @TempDir Path folder;

  @Test
  void workersHaveManners() throws Exception {
    WorkerTests.pass(folder, Transport.OURS, MOMENTS, TESTS);
  }

  @Tag("endurance")
  @Test
  void theStockTransportHasNone() throws Exception {
    // Which of them loses one is chance, and the first ends it.
    WorkerTests.pass(folder, Transport.STOCK, MANY_MOMENTS, TESTS);
  }

  @Tag("endurance")
  @Test
  void noMessageIsLostHoweverOftenAWorkerStops() throws Exception {
    WorkerTests.pass(
        folder, Transport.OURS, MANY_MOMENTS, TESTS, "-k", "in_the_moment_of_a_shutdown");
  }
}
