/**
 * The {@code turbine} command: one class for each subcommand, and the one place that maps errors.
 */
@NullMarked
package dev.turbine.cli;

import org.jspecify.annotations.NullMarked;
