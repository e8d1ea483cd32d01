/** The TCP ports of a stack, and who else holds them. */
@NullMarked
package dev.turbine.local.port;

import org.jspecify.annotations.NullMarked;
