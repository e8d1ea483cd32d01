package dev.turbine.core.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;

class TestingFleetTest extends FleetContract {
  private final TestingFleet fleet = new TestingFleet(Instant.parse("2026-11-22T12:00:00Z"));

  @Override
  protected Fleet fleet() {
    return fleet;
  }

  @Override
  protected void awaitStarted() {
    fleet.finishStarting();
  }

  @Override
  protected Runnable occupy(String worker) {
    fleet.run(worker, 1);
    return () -> fleet.run(worker, 0);
  }

  @Override
  protected void awaitEnded(String worker) {
    assertThat(fleet.describe()).extracting(Worker::name).doesNotContain(worker);
  }
}
