/** Files that hold secrets, and how they are written. */
@NullMarked
package dev.turbine.local.file;

import org.jspecify.annotations.NullMarked;
