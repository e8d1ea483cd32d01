package dev.turbine.core.badexample.one;

import dev.turbine.core.badexample.two.Second;

/** Half of a cycle. */
public record First(Second second) {}
