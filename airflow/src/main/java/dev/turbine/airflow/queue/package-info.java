/** Airflow's Celery queues over SQS, on AWS and on a local server alike. */
@NullMarked
package dev.turbine.airflow.queue;

import org.jspecify.annotations.NullMarked;
