@NullMarked
package dev.turbine.core.scaling;

import org.jspecify.annotations.NullMarked;
