@NullMarked
package dev.turbine.airflow.run;

import org.jspecify.annotations.NullMarked;
