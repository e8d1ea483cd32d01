package dev.turbine.local.scaling;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.Optional;

/**
 * The tasks and workers of a set at one moment.
 *
 * @param time when
 * @param set the name of the worker set
 * @param waiting tasks that any worker may take; empty if the queues could not be read
 * @param taken tasks that workers have; likewise
 * @param starting workers that do not take tasks yet
 * @param idle workers without a task
 * @param busy workers with one
 * @param draining workers that finish their last ones
 * @param slots of the idle and busy ones
 * @param load tasks for each slot; empty if the demand is unknown, or there is no slot for it
 * @param average the load average of the last minute, from empty receives; empty without workers
 */
public record LoadSample(
    Instant time,
    String set,
    Optional<Long> waiting,
    Optional<Long> taken,
    int starting,
    int idle,
    int busy,
    int draining,
    int slots,
    Optional<Double> load,
    @JsonProperty("load_average") Optional<Double> average) {}
