/** Calls of AWS: their clients, their limits, and what is said when one fails. */
@NullMarked
package dev.turbine.aws.call;

import org.jspecify.annotations.NullMarked;
