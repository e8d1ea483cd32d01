/** Tests. */
@NullMarked
package dev.turbine.local.secret;

import org.jspecify.annotations.NullMarked;
