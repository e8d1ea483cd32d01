@NullMarked
package dev.turbine.infrastructure.workers;

import org.jspecify.annotations.NullMarked;
