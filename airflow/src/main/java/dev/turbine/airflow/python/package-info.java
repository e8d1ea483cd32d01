/** The Python that Turbine brings along. */
@NullMarked
package dev.turbine.airflow.python;

import org.jspecify.annotations.NullMarked;
