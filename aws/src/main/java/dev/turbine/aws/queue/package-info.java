/** The queues of an installation. */
@NullMarked
package dev.turbine.aws.queue;

import org.jspecify.annotations.NullMarked;
