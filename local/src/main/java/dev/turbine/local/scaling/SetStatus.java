package dev.turbine.local.scaling;

import java.util.List;
import java.util.Optional;

/**
 * What is known of a worker set now.
 *
 * @param name of the set
 * @param queues that its workers serve
 * @param min workers that are kept
 * @param max workers that are never exceeded
 * @param concurrency slots of each worker
 * @param now what was measured last; empty before the first time
 * @param reason what was decided last, also if it was to change nothing; empty before
 */
public record SetStatus(
    String name,
    List<String> queues,
    int min,
    int max,
    int concurrency,
    Optional<LoadSample> now,
    Optional<String> reason) {}
