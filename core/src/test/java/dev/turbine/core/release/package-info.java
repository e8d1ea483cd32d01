/** Tests of releases, and what every store of them promises. */
@NullMarked
package dev.turbine.core.release;

import org.jspecify.annotations.NullMarked;
