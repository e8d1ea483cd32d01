/** The connections, variables and pools of a project's airflow_settings.yaml. */
@NullMarked
package dev.turbine.airflow.objects;

import org.jspecify.annotations.NullMarked;
