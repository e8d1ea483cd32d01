/** Airflow's settings: which a stack needs, why, and which of them a person must leave alone. */
@NullMarked
package dev.turbine.airflow.settings;

import org.jspecify.annotations.NullMarked;
