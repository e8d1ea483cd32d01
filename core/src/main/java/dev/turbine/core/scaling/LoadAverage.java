package dev.turbine.core.scaling;

import java.time.Duration;

/**
 * The load average of the original Turbine: which part of the workers had no free slot, estimated
 * from how often the queue was asked in vain.
 *
 * <p>Derivation. A worker with a free slot polls each of its {@code q} queues without a break. A
 * poll that brings nothing lasts {@code T} = {@link PollInterval#total()}. In {@code t} seconds it
 * therefore counts {@code t * q / T} empty receives; a worker without a free slot counts none. Of
 * {@code W} workers let {@code I} have a free slot on average: {@code E = I * t * q / T}, so {@code
 * I = E * T / (t * q)} and
 *
 * <pre>load = 1 - I / W = 1 - E * T / (W * t * q)</pre>
 *
 * <p>The factor {@code 1 / T} is the original's {@code f}: 0.0984 a second for a wait of 10 s and
 * 0.158 s of overhead.
 *
 * <p>It says less than {@link LoadMetric}: a worker with one free slot of sixteen counts as idle,
 * it cannot exceed 1, and a poll that a message ends early is not counted although the worker
 * waited until then. With messages for an idle worker at a rate of {@code r} a second the empty
 * receives are {@code r / (exp(r * T) - 1)} a second instead of {@code 1 / T}: at one message in
 * each {@code T} 58 % of it, so that the load average reads 0.42 while the worker is idle. It is
 * published for comparison; nothing is decided by it.
 */
public record LoadAverage(PollInterval interval, int queues) {
  /** Refuses workers without a queue. */
  public LoadAverage {
    if (queues < 1) {
      throw new IllegalArgumentException("queues below 1: " + queues);
    }
  }

  /**
   * The load average over a period.
   *
   * @param emptyReceives of all workers and queues within the period; at least 0
   * @param workers in service, on average over the period; above 0
   * @param period above 0; one of the {@link PollInterval}'s length or less says next to nothing
   * @return 0 to 1: what lies outside by chance is cut
   */
  public double over(long emptyReceives, double workers, Duration period) {
    if (emptyReceives < 0 || !(workers > 0) || period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException(
          "%d empty receives of %s workers in %s".formatted(emptyReceives, workers, period));
    }
    double idle = emptyReceives * seconds(interval.total()) / (seconds(period) * queues);
    return Math.clamp(1 - idle / workers, 0.0, 1.0);
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
