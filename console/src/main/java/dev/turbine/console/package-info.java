/** The daemon's HTTP API on 127.0.0.1, and its client. */
@NullMarked
package dev.turbine.console;

import org.jspecify.annotations.NullMarked;
