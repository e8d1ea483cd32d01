/** Lets the workers of the local stack follow their queues, and keeps what was decided and why. */
@NullMarked
package dev.turbine.local.scaling;

import org.jspecify.annotations.NullMarked;
