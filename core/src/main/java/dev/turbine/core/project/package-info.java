/** A person's folder and where its parts are. */
@NullMarked
package dev.turbine.core.project;

import org.jspecify.annotations.NullMarked;
