package dev.turbine.local.deployment;

/**
 * What somebody wants made active.
 *
 * @param release on this disk or in the store
 * @param by who wants it; may be empty
 * @param description in that person's words; may be empty
 */
public record DeploymentOrder(
    String release, ActiveRelease.Cause cause, String by, String description) {}
