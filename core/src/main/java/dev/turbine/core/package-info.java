/** Words that every part of Turbine shares. Pure: no I/O, clock, randomness or logging. */
@NullMarked
package dev.turbine.core;

import org.jspecify.annotations.NullMarked;
