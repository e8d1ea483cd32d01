@NullMarked
package dev.turbine.infrastructure.network;

import org.jspecify.annotations.NullMarked;
