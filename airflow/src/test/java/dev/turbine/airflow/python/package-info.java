/** Tests. */
@NullMarked
package dev.turbine.airflow.python;

import org.jspecify.annotations.NullMarked;
