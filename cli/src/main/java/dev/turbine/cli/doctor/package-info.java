/**
 * What {@code turbine doctor} looks at: a class for each group, none of which knows another or the
 * command line.
 */
@NullMarked
package dev.turbine.cli.doctor;

import org.jspecify.annotations.NullMarked;
