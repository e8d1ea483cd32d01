/** Tests. */
@NullMarked
package dev.turbine.core.project;

import org.jspecify.annotations.NullMarked;
