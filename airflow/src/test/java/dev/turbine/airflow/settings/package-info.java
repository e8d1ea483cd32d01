/** Tests. */
@NullMarked
package dev.turbine.airflow.settings;

import org.jspecify.annotations.NullMarked;
