/** What is remembered from one decision to the next, outside the process. */
@NullMarked
package dev.turbine.aws.state;

import org.jspecify.annotations.NullMarked;
