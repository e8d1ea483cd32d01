/** Tests of releases on disks. */
@NullMarked
package dev.turbine.airflow.release;

import org.jspecify.annotations.NullMarked;
