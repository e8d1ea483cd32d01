/** Tests. */
@NullMarked
package dev.turbine.local.process;

import org.jspecify.annotations.NullMarked;
