@NullMarked
package dev.turbine.core.appspec;

import org.jspecify.annotations.NullMarked;
