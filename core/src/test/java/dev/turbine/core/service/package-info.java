/** Tests. */
@NullMarked
package dev.turbine.core.service;

import org.jspecify.annotations.NullMarked;
