/** Fakes and contracts of Auto Scaling, and what is built on them. */
@NullMarked
package dev.turbine.aws.fleet;

import org.jspecify.annotations.NullMarked;
