/** Airflow's REST API, as far as Turbine uses it. */
@NullMarked
package dev.turbine.airflow.api;

import org.jspecify.annotations.NullMarked;
