/** The services of an Airflow, each described once. */
@NullMarked
package dev.turbine.airflow.service;

import org.jspecify.annotations.NullMarked;
