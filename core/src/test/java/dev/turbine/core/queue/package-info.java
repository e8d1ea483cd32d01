@NullMarked
package dev.turbine.core.queue;

import org.jspecify.annotations.NullMarked;
