/** Finds a Python, and makes the locked and cached environments that Airflow runs in. */
@NullMarked
package dev.turbine.airflow.environment;

import org.jspecify.annotations.NullMarked;
