package dev.turbine.aws.metric;

import java.time.Instant;

/**
 * The load average of five minutes that are over.
 *
 * @param end of the five minutes
 * @param value 0 to 1
 */
public record AverageLoad(Instant end, double value) {}
