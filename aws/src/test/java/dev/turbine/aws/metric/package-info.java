/** Fakes and contracts of CloudWatch, and what is built on them. */
@NullMarked
package dev.turbine.aws.metric;

import org.jspecify.annotations.NullMarked;
