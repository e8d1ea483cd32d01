@NullMarked
package dev.turbine.infrastructure.machine;

import org.jspecify.annotations.NullMarked;
