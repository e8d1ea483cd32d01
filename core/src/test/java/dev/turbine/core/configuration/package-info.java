/** Tests. */
@NullMarked
package dev.turbine.core.configuration;

import org.jspecify.annotations.NullMarked;
