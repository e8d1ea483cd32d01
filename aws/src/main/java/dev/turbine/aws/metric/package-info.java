/** Metrics of CloudWatch: those that Turbine publishes, and those of SQS that it reads. */
@NullMarked
package dev.turbine.aws.metric;

import org.jspecify.annotations.NullMarked;
