/** A fake of Systems Manager's parameters, and what is built on it. */
@NullMarked
package dev.turbine.aws.state;

import org.jspecify.annotations.NullMarked;
