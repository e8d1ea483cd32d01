@NullMarked
package dev.turbine.local.scaling;

import org.jspecify.annotations.NullMarked;
