@NullMarked
package dev.turbine.infrastructure.template;

import org.jspecify.annotations.NullMarked;
