/** Worker sets as Auto Scaling groups. */
@NullMarked
package dev.turbine.aws.fleet;

import org.jspecify.annotations.NullMarked;
