/** The scaling function against a real SQS server and fakes of what no emulator does. */
@NullMarked
package dev.turbine.lambda;

import org.jspecify.annotations.NullMarked;
