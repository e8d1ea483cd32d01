/** Limits of calls, against a server that is slow or refuses. */
@NullMarked
package dev.turbine.aws.call;

import org.jspecify.annotations.NullMarked;
