package dev.turbine.core.badexample.two;

import dev.turbine.core.badexample.one.First;
import java.util.List;

/** The other half of a cycle. */
public record Second(List<First> first) {}
