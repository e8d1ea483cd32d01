/** Runs of DAGs: how they are started and what becomes of them. */
@NullMarked
package dev.turbine.airflow.run;

import org.jspecify.annotations.NullMarked;
