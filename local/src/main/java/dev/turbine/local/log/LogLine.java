package dev.turbine.local.log;

import java.time.Instant;

/**
 * A line of a service's log.
 *
 * @param service that wrote it
 * @param time when it was written; for a line that bears none, that of the line before it, and at
 *     the beginning of a log that of the first line that bears one
 * @param text the line as it stands in the file
 */
public record LogLine(String service, Instant time, String text) {}
