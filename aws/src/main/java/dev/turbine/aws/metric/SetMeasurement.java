package dev.turbine.aws.metric;

import dev.turbine.core.scaling.ClusterSnapshot;
import dev.turbine.core.scaling.ScalingDecision;
import dev.turbine.core.scaling.WorkerSet;

/**
 * What was measured of a worker set, and what was decided about it.
 *
 * @param set the set
 * @param snapshot what was measured
 * @param decision about that snapshot
 */
public record SetMeasurement(WorkerSet set, ClusterSnapshot snapshot, ScalingDecision decision) {}
