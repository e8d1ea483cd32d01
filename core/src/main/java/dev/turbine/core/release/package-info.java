/** Releases: immutable copies of a project, named by their content. Values only. */
@NullMarked
package dev.turbine.core.release;

import org.jspecify.annotations.NullMarked;
