@NullMarked
package dev.turbine.local.stack;

import org.jspecify.annotations.NullMarked;
