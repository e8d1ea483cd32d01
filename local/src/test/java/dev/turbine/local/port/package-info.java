/** Tests. */
@NullMarked
package dev.turbine.local.port;

import org.jspecify.annotations.NullMarked;
