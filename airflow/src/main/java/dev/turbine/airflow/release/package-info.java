/** Releases on disks and in S3: what goes into one, its archive, and where it is kept. */
@NullMarked
package dev.turbine.airflow.release;

import org.jspecify.annotations.NullMarked;
