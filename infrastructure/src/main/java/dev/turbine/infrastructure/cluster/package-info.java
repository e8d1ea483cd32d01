@NullMarked
package dev.turbine.infrastructure.cluster;

import org.jspecify.annotations.NullMarked;
