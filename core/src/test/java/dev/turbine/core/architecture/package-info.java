/** The rules of docs/architecture.md, for the tests of the modules that see others. */
@NullMarked
package dev.turbine.core.architecture;

import org.jspecify.annotations.NullMarked;
