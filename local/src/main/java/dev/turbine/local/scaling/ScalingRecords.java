package dev.turbine.local.scaling;

import java.nio.file.Path;

/**
 * What is kept about scaling, across restarts of the daemon.
 *
 * @param events what was decided and happened
 * @param samples the load, every {@link ScalingLoop#SAMPLE_INTERVAL}
 */
public record ScalingRecords(JsonLines<ScalingEvent> events, JsonLines<LoadSample> samples) {
  private static final long EVENTS_LIMIT = 2L << 20;

  /** A sample has about 230 bytes: half of it are seven hours or more of three worker sets. */
  private static final long SAMPLES_LIMIT = 4L << 20;

  /** The records in these files. */
  public static ScalingRecords in(Path events, Path samples) {
    return new ScalingRecords(
        new JsonLines<>(events, ScalingEvent.class, EVENTS_LIMIT),
        new JsonLines<>(samples, LoadSample.class, SAMPLES_LIMIT));
  }
}
