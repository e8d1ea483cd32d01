/** What one local stack remembers between runs: its secrets and its ports. */
@NullMarked
package dev.turbine.local.stack;

import org.jspecify.annotations.NullMarked;
