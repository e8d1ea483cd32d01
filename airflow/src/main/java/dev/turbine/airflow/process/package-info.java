/** Runs external programs so that none outlives its time or its caller. */
@NullMarked
package dev.turbine.airflow.process;

import org.jspecify.annotations.NullMarked;
