@NullMarked
package dev.turbine.infrastructure;

import org.jspecify.annotations.NullMarked;
