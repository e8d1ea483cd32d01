/** The workers of the local stack, as one who decides about their number sees them. */
@NullMarked
package dev.turbine.local.fleet;

import org.jspecify.annotations.NullMarked;
