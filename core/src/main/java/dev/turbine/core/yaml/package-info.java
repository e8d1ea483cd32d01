/** Reads YAML files that people write: every problem at once, each with its line. */
@NullMarked
package dev.turbine.core.yaml;

import org.jspecify.annotations.NullMarked;
