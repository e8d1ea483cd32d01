/** The services' log files, read as one. */
@NullMarked
package dev.turbine.local.log;

import org.jspecify.annotations.NullMarked;
