/** Tests. */
@NullMarked
package dev.turbine.local.codedeploy;

import org.jspecify.annotations.NullMarked;
