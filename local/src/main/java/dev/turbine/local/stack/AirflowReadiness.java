package dev.turbine.local.stack;

import dev.turbine.airflow.service.AirflowHealth;
import dev.turbine.core.service.Readiness;
import dev.turbine.local.process.ReadinessProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** Sees the readiness of Airflow's services. */
final class AirflowReadiness implements ReadinessProbe {
  private final AirflowHealth health;

  AirflowReadiness(AirflowHealth health) {
    this.health = health;
  }

  @Override
  public boolean isReady(Readiness readiness, Instant started) throws InterruptedException {
    return switch (readiness) {
      case Readiness.Answers(var address) -> health.answers(address);
      case Readiness.Heartbeat(String component) ->
          health.lastHeartbeat(component).filter(beat -> beat.isAfter(started)).isPresent();
      case Readiness.Announces(Path file) -> madeSince(file, started);
    };
  }

  private static boolean madeSince(Path file, Instant started) {
    try {
      return !Files.getLastModifiedTime(file).toInstant().isBefore(started);
    } catch (IOException notYet) {
      return false;
    }
  }
}
