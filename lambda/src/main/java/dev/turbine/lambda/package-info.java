/** The scaling function: rounds of measuring and deciding within one minute. */
@NullMarked
package dev.turbine.lambda;

import org.jspecify.annotations.NullMarked;
