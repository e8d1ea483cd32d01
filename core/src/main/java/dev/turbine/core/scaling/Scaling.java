package dev.turbine.core.scaling;

/**
 * A decision, and what to remember for the next one.
 *
 * @param decision about the snapshot that was given
 * @param next to be given to the next {@link ScalingPolicy#decide}
 */
public record Scaling(ScalingDecision decision, ScalingState next) {}
