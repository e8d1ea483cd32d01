/** Task queues: how many tasks wait and run now. */
@NullMarked
package dev.turbine.core.queue;

import org.jspecify.annotations.NullMarked;
