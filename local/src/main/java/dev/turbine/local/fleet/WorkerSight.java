package dev.turbine.local.fleet;

import dev.turbine.core.scaling.Worker;
import java.util.Optional;

/**
 * A worker as it is seen at one moment.
 *
 * @param worker what decisions are made by
 * @param report what its present process told last; empty before it told anything
 */
public record WorkerSight(Worker worker, Optional<WorkerReport> report) {}
