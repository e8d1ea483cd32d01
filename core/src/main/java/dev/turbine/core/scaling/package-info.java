/** How many workers a stack needs: what was measured, what is decided, and why. */
@NullMarked
package dev.turbine.core.scaling;

import org.jspecify.annotations.NullMarked;
