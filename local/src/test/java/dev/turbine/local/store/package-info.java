@NullMarked
package dev.turbine.local.store;

import org.jspecify.annotations.NullMarked;
