@NullMarked
package dev.turbine.airflow.objects;

import org.jspecify.annotations.NullMarked;
