/** Tests. */
@NullMarked
package dev.turbine.local.deployment;

import org.jspecify.annotations.NullMarked;
