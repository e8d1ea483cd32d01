/** The way from nothing to a running stack: named steps that wait for one another. */
@NullMarked
package dev.turbine.local.startup;

import org.jspecify.annotations.NullMarked;
