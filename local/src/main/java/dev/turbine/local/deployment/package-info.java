/** Releases of a local stack: how one becomes active, and what is known about it. */
@NullMarked
package dev.turbine.local.deployment;

import org.jspecify.annotations.NullMarked;
