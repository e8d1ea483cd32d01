package dev.turbine.infrastructure.workers;

import dev.turbine.infrastructure.template.Alarms;
import dev.turbine.infrastructure.template.Alarms.Missing;
import dev.turbine.infrastructure.template.Alarms.Side;
import dev.turbine.infrastructure.template.Alarms.Watched;
import dev.turbine.infrastructure.template.Template;
import java.time.Duration;
import java.util.Map;

/** What a person should know of a worker set. */
final class WorkerAlarms {
  private static final String VISIBLE = "ApproximateNumberOfMessagesVisible";
  private static final Duration PERIOD = Duration.ofMinutes(5);

  private WorkerAlarms() {}

  static void add(Template template, WorkerQueue queue) {
    Alarms alarms = new Alarms(template, template.ref(WorkerFields.ALARM_TOPIC));
    alarms.when(
        "DeadLetters",
        "A message was received a thousand times and no worker could deal with it. Look at it in"
            + " the dead-letter queue, and at the workers' logs.",
        new Watched("AWS/SQS", VISIBLE, "Maximum", Map.of("QueueName", queue.deadLettersName())),
        Side.AT_LEAST,
        1,
        PERIOD,
        1,
        Missing.IS_GOOD);
    // Airflow fails a task that has waited for 30 minutes (scheduler.task_queued_timeout).
    alarms.when(
        "TasksWait",
        "Tasks have been waiting without a break for 25 minutes, and Airflow gives up after 30. Do"
            + " machines start? Is MaxGroupSize enough?",
        new Watched("AWS/SQS", VISIBLE, "Minimum", Map.of("QueueName", queue.name())),
        Side.AT_LEAST,
        1,
        PERIOD,
        5,
        Missing.IS_GOOD);
  }
}
