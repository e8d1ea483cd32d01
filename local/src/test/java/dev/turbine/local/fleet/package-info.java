@NullMarked
package dev.turbine.local.fleet;

import org.jspecify.annotations.NullMarked;
