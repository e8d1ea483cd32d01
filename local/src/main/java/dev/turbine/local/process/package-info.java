/**
 * Processes: forked from the Python parent, known by pid and start time, supervised and stopped.
 */
@NullMarked
package dev.turbine.local.process;

import org.jspecify.annotations.NullMarked;
