package dev.turbine.local.startup;

import java.time.Duration;

/**
 * What is known of a step at one moment.
 *
 * @param name unique within a startup
 * @param state where it stands
 * @param detail what it does or did, or why it failed; may be empty
 * @param took how long it has been running, or ran
 */
public record StepStatus(String name, StepState state, String detail, Duration took) {}
