/** Tests. */
@NullMarked
package dev.turbine.local.startup;

import org.jspecify.annotations.NullMarked;
