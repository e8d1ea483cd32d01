/** The three stores that a local stack embeds: PostgreSQL, an SQS server and an S3 server. */
@NullMarked
package dev.turbine.local.store;

import org.jspecify.annotations.NullMarked;
