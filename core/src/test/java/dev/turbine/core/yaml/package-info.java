/** Tests. */
@NullMarked
package dev.turbine.core.yaml;

import org.jspecify.annotations.NullMarked;
